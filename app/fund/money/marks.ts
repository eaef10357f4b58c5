import type { Locale } from "#app/i18n/translate.ts";

/** What stands before the decimals in a language: a point in English, a comma in Russian and Kazakh (CLDR). */
export function decimalMark(locale: Locale): "." | "," {
	return locale === "en" ? "." : ",";
}

const signs = new Map<string, string>();

/**
 * By what a language marks a currency beside a number (CLDR): "€", "FCFA", «ТМТ».
 * @param currency ISO 4217 code, capitals
 */
export function signOf(currency: string, locale: Locale): string {
	const name = `${currency} ${locale}`;
	let sign = signs.get(name);
	if (sign === undefined) {
		const parts = new Intl.NumberFormat(intlLocale(locale), { style: "currency", currency }).formatToParts(0);
		sign = parts.find(({ type }) => type === "currency")?.value ?? currency;
		signs.set(name, sign);
	}
	return sign;
}

/** The language as `Intl` is asked for it: English with the marks of Great Britain. */
export function intlLocale(locale: Locale): string {
	return locale === "en" ? "en-GB" : locale;
}
