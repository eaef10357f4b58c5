/**
 * Lets a few ask at a time, each for a while at least, so that whoever loads a page again and again cannot use up what Stripe
 * allows the whole site (docs.stripe.com/rate-limits).
 * @param most that ask at the same time
 * @param leastMs for which each is counted, however fast its answer came
 * @returns asks, or gives undefined at once where so many are asking
 */
export function atMost(most: number, leastMs: number) {
	let asking = 0;
	return async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => {
		if (asking >= most) return undefined;
		asking++;
		const least = new Promise<void>((resolve) => setTimeout(resolve, leastMs).unref());
		const answer = ask();
		Promise.allSettled([least, answer]).then(() => asking--);
		return answer;
	};
}
