import type { AidCategory, AmountFault } from "#app/fund/paying/desk.server.ts";
import type { NewAid } from "#app/fund/paying/requests.server.ts";
import { type Fields, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import type { Wrong } from "./parse-person.ts";

/** For what help is given, in the order of the form. */
export const categories: readonly AidCategory[] = ["family", "lawyer", "parcels", "medical"];

/** Reads what is asked for, as it was typed. */
export function parseNew(
	fields: Fields,
	parseAmount: (typed: string, currency: string) => number | AmountFault,
): { aid: NewAid } | { errors: Wrong } {
	const errors: Wrong = {};
	const beneficiary = text(fields, "person");
	if (!isId(beneficiary)) errors.person = "organise.aid.error.choose";
	const category = categories.find((one) => one === text(fields, "category"));
	if (!category) errors.category = "organise.aid.error.choose";
	const currency = text(fields, "currency");
	if (!/^[A-Z]{3}$/.test(currency)) errors.currency = "organise.aid.error.currency";
	const amount = errors.currency ? 0 : parseAmount(text(fields, "amount"), currency);
	if (!errors.currency && (typeof amount !== "number" || amount === 0)) errors.amount = "organise.aid.error.amount";
	if (!category || typeof amount !== "number" || Object.keys(errors).length > 0) return { errors };
	return { aid: { beneficiary, category, currency, amount } };
}
