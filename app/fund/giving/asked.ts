import type { Asked } from "../fund-page.tsx";
import { fieldAmount } from "../money/format-amount.ts";
import { parseAmount } from "../money/parse-amount.ts";
import { emptyGiving, type GiveErrors, type GiveValues } from "./give-fields.ts";
import type { Offered } from "./parse-give.ts";

/**
 * The form as an address asks for it: in a currency, and for whoever comes back from the page for paying with the amount
 * that they had said and how often.
 */
export function askedBy(offered: Offered, query: URLSearchParams): Asked | undefined {
	const currency = query.get("currency") ?? "";
	if (!query.has("back")) return askedIn(offered, currency);
	const amount = parseAmount(query.get("amount") ?? "", currency, "en");
	const values = {
		...emptyGiving,
		amount: typeof amount === "number" ? fieldAmount(amount, currency, offered.locale) : "",
		frequency: query.get("frequency") ?? emptyGiving.frequency,
	};
	const asked = askedIn(offered, currency, values);
	return asked && { ...asked, notice: "fund.came-back" };
}

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
