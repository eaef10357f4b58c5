import { ALPHABET, parseReference } from "../giving/reference.ts";

/** Signs of a reference (app/fund/giving/reference.ts). */
const LENGTH = 9;

/**
 * What of a text may be a reference with a slip: nine letters and digits in up to three words, as `parseReference` reads
 * them; without a digit it is a word of somebody's.
 */
export function mistypedIn(text: string): string[] {
	const words = text
		.toUpperCase()
		.split(/[^0-9A-Z]+/)
		.filter(Boolean);
	const joined = words.flatMap((_, i) => [1, 2, 3].map((n) => words.slice(i, i + n).join("")));
	const typed = joined.filter((one) => one.length === LENGTH && /\d/.test(one));
	return [...new Set(typed.map((one) => one.replace(/[IL]/g, "1").replace(/O/g, "0")))];
}

/**
 * Every reference that is one slip from what was typed: one sign is another, or two neighbours are exchanged. The check
 * character leaves about nine of the near three hundred; of a reference in order it leaves none.
 * @param typed nine signs, as `mistypedIn` finds them
 */
export function oneSlipFrom(typed: string): string[] {
	const signs = [...typed];
	const changed = signs.flatMap((_, i) => [...ALPHABET].map((sign) => signs.with(i, sign).join("")));
	const exchanged = signs.slice(1).map((next, i) =>
		signs
			.with(i, next)
			.with(i + 1, signs[i] ?? "")
			.join(""),
	);
	return [...new Set([...changed, ...exchanged])].filter((one) => one !== typed && parseReference(one) === one);
}
