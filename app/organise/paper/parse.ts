import { isLocale, type Locale } from "#app/i18n/translate.ts";
import { type Fields, text } from "#app/web/form.ts";

/** What a form about one sheet asks for; numbers are undefined where none were typed. */
export interface SheetForm {
	intent: "count" | "recount" | "void";
	/** As typed. */
	serial: string;
	rows: number | undefined;
	refused: number | undefined;
}

/** Reads the forms about one sheet; undefined for a button that there is not. */
export function parseSheetForm(fields: Fields): SheetForm | undefined {
	const intent = (["count", "recount", "void"] as const).find((name) => name === text(fields, "intent"));
	return (
		intent && {
			intent,
			serial: text(fields, "serial"),
			rows: wholeNumber(text(fields, "rows")),
			refused: wholeNumber(text(fields, "refused")),
		}
	);
}

/** What the form of a new batch asks for. */
export interface BatchForm {
	petition: string;
	locale: Locale;
	sheets: number;
	lines: number;
}

/** Reads the form of a new batch; undefined for a language that there is not. Numbers that are none are 0. */
export function parseBatchForm(fields: Fields): BatchForm | undefined {
	const locale = text(fields, "language");
	if (!isLocale(locale)) return undefined;
	const number = (name: string) => wholeNumber(text(fields, name)) ?? 0;
	return { petition: text(fields, "petition"), locale, sheets: number("sheets"), lines: number("lines") };
}

function wholeNumber(typed: string): number | undefined {
	return /^\d{1,4}$/.test(typed) ? Number(typed) : undefined;
}
