import { exponentOf } from "../money/exponents.ts";

/** What parts the decimals in a file; `either` where the last mark that can be it is. */
export type DecimalMark = "," | "." | "either";

/**
 * Reads an amount as banks print it, exactly: digits, groups of three parted by the other mark, a space or an apostrophe, a
 * sign before or after. Decimals beyond the currency's are taken only where they are zeros.
 * @param currency ISO 4217, capitals
 * @returns minor units with their sign, a safe integer; null where it is none
 */
export function bankAmount(printed: string, currency: string, decimal: DecimalMark): number | null {
	const text = printed
		.normalize("NFKC")
		.trim()
		.replace(/\u2212/g, "-");
	const signed = /^([+-]?)\s*([\d.,'’ ]+?)\s*(-?)$/.exec(text);
	if (!signed || (signed[1] && signed[3])) return null;
	const [, before = "", body = "", after = ""] = signed;
	const exponent = exponentOf(currency);
	const mark = decimal === "either" ? decimalMarkOf(body, exponent) : decimal;
	const at = mark ? body.indexOf(mark) : -1;
	const whole = at === -1 ? body : body.slice(0, at);
	const fraction = at === -1 ? "" : body.slice(at + 1);
	const digits = wholeDigits(whole, mark === "," ? "." : ",");
	if (digits === null || !/^\d*$/.test(fraction) || (at !== -1 && fraction === "")) return null;
	if (!/^0*$/.test(fraction.slice(exponent))) return null;
	const amount = Number(digits + fraction.slice(0, exponent).padEnd(exponent, "0"));
	if (!Number.isSafeInteger(amount)) return null;
	return amount !== 0 && [before, after].includes("-") ? -amount : amount;
}

/** Three digits after the only mark are a group: no bank prints a third decimal of a cent. Empty: there are no decimals. */
function decimalMarkOf(body: string, exponent: number): "," | "." | "" {
	const marks = [...body].filter((sign) => sign === "," || sign === ".");
	const last = marks.at(-1);
	if (last !== "," && last !== ".") return "";
	if (new Set(marks).size === 2) return last;
	const rest = body.length - body.lastIndexOf(last) - 1;
	return marks.length > 1 || (rest === 3 && exponent !== 3) ? "" : last;
}

function wholeDigits(whole: string, mark: "," | "."): string | null {
	if (/^\d+$/.test(whole)) return whole;
	for (const group of [mark, mark === "," ? "." : ",", " ", "'", "’"]) {
		const [first = "", ...rest] = whole.split(group);
		if (rest.length > 0 && /^\d{1,3}$/.test(first) && rest.every((part) => /^\d{3}$/.test(part)))
			return first + rest.join("");
	}
	return null;
}
