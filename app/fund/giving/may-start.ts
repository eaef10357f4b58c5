import { isCardTesting, isNetworkTesting } from "./card-testing.ts";

/** What of the last hour's pages for paying became a payment: of those over the onion, or of all others. */
export interface Begun {
	paid: number;
	/** Cards that were declined on them, of each network as many as it counts for; monthly ones where they are asked about. */
	declined: number;
	/** Not paid, and begun within `FRESH_MINUTES`. */
	fresh: number;
	/** Not paid, and begun before: open still, or over. */
	left: number;
	/** The same by the network that asks; null for the onion, which is one network and has the whole share. */
	here: { paid: number; declined: number; unpaid: number } | null;
}

/** Minutes for which a page that nobody has paid counts as one. */
export const FRESH_MINUTES = 10;
/** Of those that were left longer ago so many count as one: most were looked at and closed. */
const LEFT_AS_ONE = 4;

/** Unpaid pages that one network may have within an hour. */
const PER_NETWORK = 5;

/**
 * Whether one more page for paying is asked of Stripe. Who tries stolen cards has most of them declined, and leaves
 * pages behind on which nothing was paid; givers leave some. A crowd may come at once as soon as the first of it have paid. Nothing here depends on an
 * address: the answer to one would tell whether somebody gave under it.
 * @param atOnce unpaid pages that a fund may have though nobody has paid yet
 * @returns `paused` for all who come by this way, which staff hear of; `slow` for this network; the answers are the same
 */
export function mayStart({ paid, declined, fresh, left, here }: Begun, atOnce: number): "yes" | "slow" | "paused" {
	if (isCardTesting({ declined, paid }) || fresh + left / LEFT_AS_ONE >= atOnce + 2 * paid) return "paused";
	return here && (here.unpaid >= PER_NETWORK || isNetworkTesting(here)) ? "slow" : "yes";
}
