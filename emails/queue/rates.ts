/** How many mails may go out in a minute; 0 where there is no limit. */
export interface Rates {
	/** MAIL_RATE: through the relay, all lanes together. */
	relay: number;
	/** MAIL_RATE_PER_DOMAIN: of mailings, to one of the 84 groups of providers. */
	perDomain: number;
}

/** A token bucket (one token, one mail). */
export interface BucketShape {
	capacity: number;
	perSecond: number;
}

const WINDOW_SECONDS = 60;
/** A full bucket lets so much of a minute's mails go at once. */
const BURST = 0.1;
/** What mailings leave in the relay's bucket for mails that people wait for. */
const LEFT_FOR_PEOPLE = 0.2;

/**
 * The bucket that lets at most `perMinute` go in any sixty seconds, wherever they begin: what it holds and what flows in
 * during them are together less than one more than that, and tokens are whole.
 */
export function bucketOf(perMinute: number): BucketShape {
	const most = Math.max(1, Math.floor(perMinute));
	const capacity = Math.max(1, Math.floor(most * BURST));
	return { capacity, perSecond: (most - capacity + 1) / WINDOW_SECONDS };
}

/** Tokens that a mailing does not touch. */
export function reserveOf({ capacity }: BucketShape): number {
	return Math.floor(capacity * LEFT_FOR_PEOPLE);
}

/**
 * Shares out a number of mails among groups of providers as evenly as what they may get allows.
 * @param most what each may get
 * @returns what each gets, in the same order; together at most `total`
 */
export function shareOut(total: number, most: readonly number[]): number[] {
	const shares = most.map(() => 0);
	let left = total;
	let open = most.flatMap((n, i) => (n > 0 ? [i] : []));
	while (left > 0 && open.length > 0) {
		const each = Math.max(1, Math.floor(left / open.length));
		for (const i of open) {
			const more = Math.min(each, left, (most[i] ?? 0) - (shares[i] ?? 0));
			shares[i] = (shares[i] ?? 0) + more;
			left -= more;
		}
		open = open.filter((i) => (shares[i] ?? 0) < (most[i] ?? 0));
	}
	return shares;
}
