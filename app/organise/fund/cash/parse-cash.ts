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

/** Reads the form of a new box; undefined where its day or its currency is none. */
export function parseNewBox(fields: Fields): NewBoxForm | undefined {
	const currency = text(fields, "currency").toUpperCase();
	const takenOn = text(fields, "taken_on");
	const isDay = /^20\d\d-\d\d-\d\d$/.test(takenOn) && !Number.isNaN(Date.parse(takenOn));
	return /^[A-Z]{3}$/.test(currency) && isDay ? { currency, takenOn, amount: text(fields, "amount") } : undefined;
}

/** Reads the form of a further count; undefined where the box has no number. */
export function parseCount(fields: Fields): CountForm | undefined {
	const number = text(fields, "number");
	return /^[1-9]\d{0,6}$/.test(number) ? { number: Number(number), amount: text(fields, "amount") } : undefined;
}
