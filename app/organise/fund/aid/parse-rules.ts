import type { AmountFault } from "#app/fund/paying/desk.server.ts";
import type { AidRules } from "#app/fund/paying/rules.server.ts";
import { type Fields, text, unreadable } from "#app/web/form.ts";
import type { Wrong } from "./parse-person.ts";

/** Reads by what the committee decides, as it was typed. */
export function parseRules(
	fields: Fields,
	parseAmount: (typed: string, currency: string) => number | AmountFault,
): { rules: AidRules; errors: Wrong } {
	const errors: Wrong = {};
	const criteria = text(fields, "criteria");
	if (criteria.length > 4_000) errors.criteria = "organise.aid.error.long";
	else if (unreadable(criteria)) errors.criteria = "sign.text.unreadable";
	const [typed, currency] = [text(fields, "cap"), text(fields, "cap_currency").toUpperCase()];
	if (typed !== "" && !/^[A-Z]{3}$/.test(currency)) errors.cap_currency = "organise.aid.error.currency";
	const amount = typed === "" || errors.cap_currency ? 0 : parseAmount(typed, currency);
	if (typed !== "" && !errors.cap_currency && (typeof amount !== "number" || amount === 0))
		errors.cap = "organise.aid.error.amount";
	const days = text(fields, "keep_days");
	const keepDays = /^\d{2,4}$/.test(days) ? Number(days) : 0;
	if (keepDays < 30 || keepDays > 4_000) errors.keep_days = "organise.aid.error.keep-days";
	const cap = typeof amount === "number" && amount > 0 ? { amount, currency } : null;
	return { rules: { criteria, cap, keepDays }, errors };
}
