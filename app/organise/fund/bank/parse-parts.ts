import type { SeenBalance } from "#app/fund/bank/balances.server.ts";
import { bankAmount, parseAmount } from "#app/fund/bank/desk.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { readDay } from "#app/web/day.ts";
import { type Fields, text } from "#app/web/form.ts";

/**
 * Reads the amounts of a line's payments, one on each line.
 * @param currency of the line, ISO 4217, capitals
 * @returns minor units; undefined where one of them is no amount
 */
export function parseParts(typed: string, currency: string, locale: Locale): number[] | undefined {
	const amounts = typed
		.split(/[\r\n;]+/)
		.filter((one) => one.trim() !== "")
		.map((one) => parseAmount(one, currency, locale));
	return amounts.every((amount) => typeof amount === "number") ? amounts : undefined;
}

/** Reads a balance as it was seen at the bank, written as banks do; or which field is wrong. */
export function parseSeen(fields: Fields): SeenBalance | "currency" | "day" | "balance" {
	const currency = text(fields, "currency").toUpperCase();
	if (!/^[A-Z]{3}$/.test(currency)) return "currency";
	const day = readDay(text(fields, "day"));
	if (day === null) return "day";
	const amount = bankAmount(text(fields, "balance"), currency, "either");
	return amount === null ? "balance" : { day, currency, amount, account: text(fields, "account") };
}
