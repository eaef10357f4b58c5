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
 * The one reference that was meant: one sign is another, or two neighbours are exchanged.
 * @param typed what `mistypedIn` found
 * @param expected references of transfers that have not come
 * @returns null where there is none, or more than one
 */
export function nearReference(typed: readonly string[], expected: readonly string[]): string | null {
	const near = expected.filter((reference) => typed.some((one) => isOneSlip(one, reference)));
	return near.length === 1 ? (near[0] ?? null) : null;
}

function isOneSlip(typed: string, reference: string): boolean {
	const other = [...reference].flatMap((sign, i) => (sign === typed[i] ? [] : [i]));
	const [first = 0, second] = other;
	if (other.length === 1) return true;
	return (
		other.length === 2 &&
		second === first + 1 &&
		typed[first] === reference[second] &&
		typed[second] === reference[first]
	);
}
