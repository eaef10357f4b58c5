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

/**
 * Keeps what was answered about one thing for a while: whoever asks again meanwhile gets the same answer, an error too.
 * Nobody having been asked is not kept.
 * @param now milliseconds since the epoch
 */
export function keptFor<Answer>(ms: number, now: () => number = Date.now) {
	// The oldest first: all are kept equally long.
	const kept = new Map<string, { until: number; answer: Promise<Answer | undefined> }>();
	return (about: string, ask: () => Promise<Answer | undefined>): Promise<Answer | undefined> => {
		for (const [name, { until }] of kept) {
			if (until > now()) break;
			kept.delete(name);
		}
		const found = kept.get(about);
		if (found) return found.answer;
		const answer = ask();
		kept.set(about, { until: now() + ms, answer });
		answer.then(
			(value) => value === undefined && kept.delete(about),
			() => undefined,
		);
		return answer;
	};
}
