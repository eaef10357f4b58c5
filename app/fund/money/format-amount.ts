import type { Locale } from "#app/i18n/translate.ts";
import { exponentOf } from "./exponents.ts";
import { decimalMark, intlLocale } from "./marks.ts";

const formats = new Map<string, Intl.NumberFormat>();

/**
 * An amount as a language writes it, without decimals where it is whole: "€1,500.50", «1 500,50 €».
 * @param amount minor units; may be negative
 * @param currency ISO 4217 code, capitals
 */
export function formatAmount(amount: number, currency: string, locale: Locale): string {
	const text = plainAmount(amount, currency);
	const decimals = /\.0*$/.test(text) || !text.includes(".") ? 0 : exponentOf(currency);
	// A minus: a hyphen before a number may be left behind at the end of a line.
	return formatOf(currency, locale, decimals)
		.format(text as Intl.StringNumericLiteral)
		.replace("-", "\u2212");
}

function formatOf(currency: string, locale: Locale, decimals: number): Intl.NumberFormat {
	const name = `${currency} ${locale} ${decimals}`;
	let format = formats.get(name);
	if (!format) {
		format = new Intl.NumberFormat(intlLocale(locale), {
			style: "currency",
			currency,
			minimumFractionDigits: decimals,
			maximumFractionDigits: decimals,
		});
		formats.set(name, format);
	}
	return format;
}

/**
 * An amount as a field of a form has it, for `parseAmount` to read again in the same language: no groups, no sign, no
 * decimals where it is whole: "1500.50", «1500,50», "20". Of three decimals only the language's own mark is no group's.
 * @param amount minor units; not negative
 */
export function fieldAmount(amount: number, currency: string, locale: Locale): string {
	return plainAmount(amount, currency).replace(/\.0+$/, "").replace(".", decimalMark(locale));
}

/**
 * An amount for machines: digits, a point, all decimals of its currency: "1500.50", "1500" yen.
 * @param amount minor units; may be negative
 */
export function plainAmount(amount: number, currency: string): string {
	const exponent = exponentOf(currency);
	const digits = String(Math.abs(amount)).padStart(exponent + 1, "0");
	const sign = amount < 0 ? "-" : "";
	return exponent === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
