/** Words of a name at most: a given name, a father's name, a family name in two parts. */
const MOST = 4;

// Endings of cases: Russian, Kazakh, English. One is taken off, the longest first, and only where a stem is left.
const endings = [
	"ның",
	"нің",
	"дың",
	"дің",
	"тың",
	"тің",
	"мен",
	"бен",
	"пен",
	"дан",
	"ден",
	"тан",
	"тен",
	"нан",
	"нен",
	"ыми",
	"ого",
	"ому",
	"ым",
	"ом",
	"ем",
	"ой",
	"ей",
	"ою",
	"ую",
	"ая",
	"ға",
	"ге",
	"қа",
	"ке",
	"на",
	"не",
	"да",
	"де",
	"та",
	"те",
	"ны",
	"ні",
	"ды",
	"ді",
	"ты",
	"ті",
	"'s",
	"а",
	"у",
	"ы",
	"и",
	"е",
	"я",
	"ю",
	"й",
].sort((a, b) => b.length - a.length);

/**
 * A name as it is compared: its words without case, ending and order. Pure.
 * @returns null for a text without a word, or with more words than a name has
 */
export function nameOf(typed: string): string | null {
	const words = wordsOf(typed);
	return words.length === 0 || words.length > MOST ? null : joined(words);
}

/** Everything in a text that could be a name: each run of one to four words, as `nameOf` gives it. */
export function namesIn(text: string): string[] {
	const words = wordsOf(text);
	const names = words.flatMap((_, i) =>
		Array.from({ length: Math.min(MOST, words.length - i) }, (_, n) => joined(words.slice(i, i + n + 1))),
	);
	return [...new Set(names)];
}

function joined(words: readonly string[]): string {
	return [...words].sort().join(" ");
}

function wordsOf(text: string): string[] {
	const plain = text.normalize("NFKC").toLowerCase().replaceAll("ё", "е").replaceAll("’", "'");
	return [...plain.matchAll(/\p{L}[\p{L}\p{M}']*/gu)].map(([word]) => stem(word));
}

function stem(word: string): string {
	const ending = endings.find((end) => word.endsWith(end) && word.length - end.length >= 3);
	const bare = ending ? word.slice(0, -ending.length) : word;
	// The vowel that comes and goes in Russian: Павел, Павла.
	return bare.replace(/(?<=\p{L}{2})[ео](?=\p{L}$)/u, "");
}
