import { exponentOf } from "../money/exponents.ts";

/**
 * Above how much a gift waits for two where a fund has set nothing else: 5,000 units, and 500,000 of a currency that has no
 * smaller part. Minor units.
 * @param currency ISO 4217, capitals
 */
export function usualHoldAbove(currency: string): number {
	const exponent = exponentOf(currency);
	return exponent === 0 ? 500_000 : 5_000 * 10 ** exponent;
}

/** Why a gift waits: it is large, or from a party or a body of a state. */
export type HoldReason = "amount" | "party" | "state";

/**
 * Whether a gift waits for two organisers before it is the fund's.
 * @param amount minor units
 * @param above of its fund and currency; at it, a gift does not wait
 */
export function whyHeld(giver: string | null, amount: number, above: number): HoldReason | null {
	if (giver === "party" || giver === "state") return giver;
	return amount > above ? "amount" : null;
}
