import type { Asked } from "../fund-page.tsx";
import { emptyGiving, type GiveErrors, type GiveValues } from "./give-fields.ts";
import type { Offered } from "./parse-give.ts";

/**
 * The form that is shown: in the currency that was asked for or posted, where there is one, else in the first.
 * @param currency ISO 4217 code, or whatever was typed
 */
export function askedIn(
	{ offers, ways }: Offered,
	currency: string,
	values: GiveValues = emptyGiving,
	errors: GiveErrors = {},
): Asked | undefined {
	const offer = offers.find((one) => one.currency === currency) ?? offers[0];
	return offer && { ways, offer, currencies: offers.map((one) => one.currency), values, errors };
}
