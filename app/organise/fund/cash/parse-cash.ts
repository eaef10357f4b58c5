import { readDay } from "#app/web/day.ts";
import { type Fields, text } from "#app/web/form.ts";

/** A first count, as typed. */
export interface NewBoxForm {
	/** ISO 4217, capitals. */
	currency: string;
	amount: string;
	/** `YYYY-MM-DD`. */
	takenOn: string;
}

/** A further count of a box, as typed. */
export interface CountForm {
	number: number;
	amount: string;
}

/** Reads the form of a new box; or which field is wrong. */
export function parseNewBox(fields: Fields): NewBoxForm | { no: "currency" | "day" } {
	const currency = text(fields, "currency").toUpperCase();
	if (!/^[A-Z]{3}$/.test(currency)) return { no: "currency" };
	const takenOn = readDay(text(fields, "taken_on"));
	return takenOn === null ? { no: "day" } : { currency, takenOn, amount: text(fields, "amount") };
}

/** Reads the form of a further count; undefined where the box has no number. */
export function parseCount(fields: Fields): CountForm | undefined {
	const number = text(fields, "number");
	return /^[1-9]\d{0,6}$/.test(number) ? { number: Number(number), amount: text(fields, "counted") } : undefined;
}
