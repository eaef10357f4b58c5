import type { Fee } from "../money/cover.ts";

/** What a fund's form offers in one currency; amounts in minor units. */
export interface Offer {
	/** ISO 4217 code, capitals. */
	currency: string;
	least: number;
	/** By card; a bank transfer may be larger. */
	most: number;
	suggested: readonly number[];
	/** By which the fee that a giver may cover is estimated. */
	fee: Fee;
}

/**
 * What a fund offers whose treasurer has settled nothing else. The fees are on the dear side of what Stripe lists for cards
 * of other countries, so that covering them does: the holder's own contract says the true ones.
 */
export const defaultOffers: readonly Offer[] = [
	{
		currency: "EUR",
		least: 300,
		most: 500_000,
		suggested: [1_000, 2_000, 5_000, 10_000],
		fee: { rate: 325, fixed: 25 },
	},
	{
		currency: "USD",
		least: 300,
		most: 500_000,
		suggested: [1_000, 2_000, 5_000, 10_000],
		fee: { rate: 440, fixed: 30 },
	},
	{
		currency: "GBP",
		least: 300,
		most: 500_000,
		suggested: [1_000, 2_000, 5_000, 10_000],
		fee: { rate: 325, fixed: 20 },
	},
];

/** What a fund offers: what its treasurer has settled, the defaults where that is nothing. */
export function settledOr(settled: readonly Offer[]): readonly Offer[] {
	return settled.length > 0 ? settled : defaultOffers;
}
