/** How many mails a new sending domain may send on a day. */
interface WarmUpDay {
	/** From 1. */
	day: number;
	mails: number;
}

/** Providers begin to watch, and to slow down, from a few hundred mails of a name that they do not know. */
const FIRST = 500;
/** Twice as many every second day: faster growth is what spam looks like. */
const DAYS_TO_DOUBLE = 2;

/**
 * The days that a domain without a history needs until so many mails are sent, each with what it may send.
 * @param mails to be sent in all
 */
export function warmUpPlan(mails: number): WarmUpDay[] {
	const plan: WarmUpDay[] = [];
	let left = mails;
	for (let day = 1; left > 0; day++) {
		const may = Math.round((FIRST * 2 ** ((day - 1) / DAYS_TO_DOUBLE)) / 50) * 50;
		plan.push({ day, mails: Math.min(left, may) });
		left -= may;
	}
	return plan;
}
