import type { Locale, MessageKey, MessageValues } from "#app/i18n/translate.ts";
import { type Fields, text, ticked } from "#app/web/form.ts";
import type { Offer } from "../giving/currencies.ts";
import { faults } from "../giving/parse-give.ts";
import { coverOf } from "../money/cover.ts";
import { formatAmount } from "../money/format-amount.ts";
import { parseAmount } from "../money/parse-amount.ts";

/** What is wrong, in words that may have places. */
export interface Wrong {
	key: MessageKey;
	values?: MessageValues;
}

/**
 * Reads another monthly amount: within the same limits as a new gift.
 * @param offers of the fund
 * @returns minor units of the gift's currency, or what is wrong
 */
export function parseChange(
	fields: Fields,
	currency: string,
	offers: readonly Offer[],
	locale: Locale,
): { amount: number; cover: number } | { wrong: Wrong } {
	const amount = parseAmount(text(fields, "amount"), currency, locale);
	if (typeof amount === "string") return { wrong: { key: faults[amount] } };
	const offer = offers.find((one) => one.currency === currency);
	if (!offer) return { wrong: { key: "fund.error.currency" } };
	const limit = (units: number) => ({ amount: formatAmount(units, currency, locale) });
	if (amount < offer.least) return { wrong: { key: "fund.error.amount-least", values: limit(offer.least) } };
	if (amount > offer.most) return { wrong: { key: "fund.error.amount-most", values: limit(offer.most) } };
	return { amount, cover: ticked(fields, "cover_fee") ? coverOf(amount, offer.fee, currency) : 0 };
}
