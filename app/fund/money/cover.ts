import { stepOf } from "./exponents.ts";

/** What a processor takes of a payment. */
export interface Fee {
	/** Hundredths of a percent. */
	rate: number;
	/** Minor units of the currency, for each payment. */
	fixed: number;
}

/**
 * What to add to a gift so that all of it arrives once the processor has taken its fee of the whole:
 * ⌈(gift + fixed) / (1 − rate)⌉ − gift, in whole numbers. An estimate: which card is used, and so the true fee, is known
 * later and stands in the books.
 * @param gift minor units
 * @param currency ISO 4217 code; what is charged in it may have to be a multiple of more than one unit
 * @returns minor units
 */
export function coverOf(gift: number, fee: Fee, currency: string): number {
	const rest = 10_000 - fee.rate;
	const total = Math.ceil(((gift + fee.fixed) * 10_000) / rest);
	const step = stepOf(currency);
	return Math.ceil(total / step) * step - gift;
}
