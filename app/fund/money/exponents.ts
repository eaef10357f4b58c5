/** How a currency's amounts are counted, here and in Stripe's API alike. */
interface Counting {
	/** Decimal places of the minor unit: 2 for cents. */
	exponent: number;
	/** What can be charged is a multiple of so many minor units. */
	step: number;
}

const usual: Counting = { exponent: 2, step: 1 };

// ISO 4217, list one: none. UGX and ISK stand below.
const none = "BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF".split(" ");
// ISO 4217: three. Stripe takes them with a last digit of 0 (docs.stripe.com/currencies, "Three-decimal currencies").
const three = "BHD IQD JOD KWD LYD OMR TND".split(" ");

const countings = new Map<string, Counting>([
	...none.map((currency) => [currency, { exponent: 0, step: 1 }] as const),
	...three.map((currency) => [currency, { exponent: 3, step: 10 }] as const),
	// No decimals in ISO 4217, and in Stripe's API two that are always 00 (docs.stripe.com/currencies, "Special cases"): an
	// amount in our books is the one in Stripe's.
	["ISK", { exponent: 2, step: 100 }],
	["UGX", { exponent: 2, step: 100 }],
	// Five iraimbilanja make an ariary: ISO 4217 gives it two decimals, Stripe counts whole ariary.
	["MGA", { exponent: 0, step: 1 }],
	// HUF and TWD are whole in manual payouts alone, which there are none of: a charge has its two decimals.
]);

/**
 * Decimal places of a currency's minor unit as Stripe counts it: ISO 4217, but 2 for ISK and UGX and 0 for MGA.
 * @param currency ISO 4217 code, capitals
 */
export function exponentOf(currency: string): number {
	return (countings.get(currency) ?? usual).exponent;
}

/** Of how many minor units an amount that can be charged is a multiple: 100 for ISK, 10 for KWD, 1 for most. */
export function stepOf(currency: string): number {
	return (countings.get(currency) ?? usual).step;
}
