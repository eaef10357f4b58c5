/** What of the last hour's pages for paying became a payment. */
interface Begun {
	paid: number;
	/** Open still, or over without one. */
	unpaid: number;
	/** Of those that are unpaid: by the network that asks. */
	unpaidHere: number;
	/** How often the address was given with a gift, today and in seven days. */
	address: { today: number; week: number };
}

/** Unpaid pages that one network may have within an hour; who comes by Tor shares ten times as many. */
const PER_NETWORK = 5;
const ONION_SHARE = 10;
const PER_WEEK = 20;

/**
 * Whether one more page for paying is asked of Stripe. Who tries stolen cards leaves pages behind on which nothing was
 * paid; givers leave some. A crowd may come at once as soon as the first of it have paid.
 * @param atOnce unpaid pages that a fund may have though nobody has paid yet
 * @param lot 0 to 3, of an address and a day: by how much its limit is raised, so that its end tells nobody whether
 *   somebody else has given under it
 * @returns `paused` for all, which staff hear of; `slow` for this network or address; the answers are the same
 */
export function mayStart(
	{ paid, unpaid, unpaidHere, address }: Begun,
	{ atOnce, onion, lot }: { atOnce: number; onion: boolean; lot: number },
): "yes" | "slow" | "paused" {
	if (unpaid >= atOnce + 2 * paid) return "paused";
	if (unpaidHere >= PER_NETWORK * (onion ? ONION_SHARE : 1)) return "slow";
	return address.today >= PER_NETWORK + lot || address.week >= PER_WEEK + lot ? "slow" : "yes";
}
