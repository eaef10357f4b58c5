import type { Locale } from "#app/i18n/translate.ts";
import { exponentOf, stepOf } from "./exponents.ts";
import { decimalMark, signOf } from "./marks.ts";

/**
 * Why a text is no amount: nothing is there; it is no number; it could be read in two ways; it has smaller parts than the
 * currency; it is beyond what Stripe takes (eight digits of minor units).
 */
export type AmountFault = "missing" | "unreadable" | "unclear" | "fine" | "vast";

/** Of Stripe's `amount`: "up to eight digits". */
const MOST = 99_999_999;
/** Characters beyond which nobody typed an amount. */
const LONGEST = 40;

/**
 * Reads an amount as people of any of our languages type it: digits of any script, groups by space, apostrophe, comma or
 * point, decimals by comma or point, a sign of the currency before or after.
 * @param currency ISO 4217 code, capitals
 * @param locale three digits after its decimal mark are decimals of a currency that has three; of another they could be
 * thousands or a slip, and nobody is charged a thousandfold by guess
 * @returns minor units, a safe integer above zero or zero; or why it is none
 */
export function parseAmount(typed: string, currency: string, locale: Locale): number | AmountFault {
	const text = withoutSign(typed.normalize("NFKC").trim(), currency, locale);
	if (text === "") return "missing";
	if (text.length > LONGEST) return "unreadable";
	const digits = asciiDigits(text)
		.replace(/[\s'’]/g, " ")
		.replace(/٫/g, ",")
		.replace(/٬/g, " ");
	const parts = partsOf(digits, currency, locale);
	return typeof parts === "string" ? parts : minorUnits(parts.whole, parts.fraction, currency);
}

/** Without "€", "US$", "EUR" or what the language writes for it at one end. */
function withoutSign(text: string, currency: string, locale: Locale): string {
	const own = signOf(currency, locale).normalize("NFKC").replace(/[.$]/g, "\\$&");
	const sign = `(?:[A-Z]{0,3}\\p{Sc}|${currency}|${own})`;
	return text.replace(new RegExp(`^${sign}\\s*|\\s*${sign}$`, "iu"), "");
}

/** Decimal digits of other scripts (Unicode `Nd`, ten in a row each) as those of ASCII. */
function asciiDigits(text: string): string {
	return text.replace(/\p{Nd}/gu, (digit) => {
		let value = 0;
		for (let code = digit.codePointAt(0) ?? 0; value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1)); code--)
			value++;
		return String(value);
	});
}

interface Parts {
	whole: string;
	fraction: string;
}

function partsOf(text: string, currency: string, locale: Locale): Parts | AmountFault {
	if (!/^\d[\d ,.]*$/.test(text) || /[ ,.]$/.test(text)) return "unreadable";
	const marks = [...text.matchAll(/[,.]/g)];
	const last = marks.at(-1);
	if (!last) return grouped(text, "", " ");
	const [before, after] = [text.slice(0, last.index), text.slice(last.index + 1)];
	const others = new Set(marks.slice(0, -1).map(([mark]) => mark));
	// Two points, or two commas, part groups.
	if (others.has(last[0])) return others.size === 1 ? grouped(text, "", last[0]) : "unclear";
	if (others.size === 1) return grouped(before, after, [...others][0] ?? "");
	if (before.includes(" ")) return grouped(before, after, " ");
	const couldGroup = /^[1-9]\d{0,2}$/.test(before) && /^\d{3}$/.test(after);
	if (!couldGroup) return grouped(before, after, "");
	if (last[0] !== decimalMark(locale)) return { whole: before + after, fraction: "" };
	return exponentOf(currency) === 3 ? grouped(before, after, "") : "unclear";
}

/** @param mark what parts the groups of three of the whole part; empty: nothing does */
function grouped(whole: string, fraction: string, mark: string): Parts | AmountFault {
	if (!/^\d*$/.test(fraction)) return "unclear";
	const groups = mark === "" ? [whole] : whole.split(mark);
	const [first = "", ...rest] = groups;
	const inOrder = rest.length === 0 || (/^\d{1,3}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group)));
	return inOrder && /^\d+$/.test(groups.join("")) ? { whole: groups.join(""), fraction } : "unclear";
}

function minorUnits(whole: string, fraction: string, currency: string): number | AmountFault {
	const exponent = exponentOf(currency);
	const significant = fraction.replace(/0+$/, "");
	if (significant.length > exponent) return "fine";
	const amount = Number(`${whole}${significant.padEnd(exponent, "0")}`);
	if (amount > MOST) return "vast";
	return amount % stepOf(currency) === 0 ? amount : "fine";
}
