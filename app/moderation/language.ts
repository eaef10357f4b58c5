/**
 * Beginnings of words that hurt, in Russian, Kazakh and English, as they are written or spelled round: a reader looks, nothing
 * is refused. Words that only look alike are in `harmless`.
 */
const stems = [
	"ху[йяеёию]",
	"пизд",
	"пзд[еы]",
	"[её]б(?:а[нлтшщ]|л[аоиу]|н[уи]|[её]т|уч)",
	"[её]бан",
	"бляд",
	"блят",
	"сук[аиоу](?!\\p{L}{4})",
	"мудак",
	"мудил",
	"пид[оа]р",
	"педик",
	"жид[ыаоу]",
	"хач[иеа]",
	"чурк",
	"чурбан",
	"даун[ы]?(?!\\p{L}{2})",
	"мраз",
	"урод[ыаоу]?(?!\\p{L}{2})",
	"убью",
	"убить\\s+(?:вас|тебя|их)",
	"повесить\\s+(?:вас|тебя|их)",
	"қотақ",
	"котак",
	"сігей",
	"сигей",
	"амың",
	"шешең(?:ді|нің)",
	"шешенд[иі]",
	"жаляп",
	"жалап",
	"көт(?:ің|ке|ін)",
	"мал(?:дар|сың)(?!\\p{L})",
	"өлтір(?:ем|у\\s+керек)",
	"fuck",
	"cunt",
	"nigg(?:er|a)",
	"faggot",
	"kike",
	"bitch",
	"asshole",
	"motherf",
	"whore",
	"kill\\s+(?:you|them|yourself)",
];
const harmless = /хулиган|сукно|себя|мандат|оскорб|употреб|потреб|небан|урода?жай|уродл(?!ив)|малдары?ң/giu;

// Latin letters and digits that stand for Cyrillic ones, where the word has Cyrillic too.
const lookalikes: Record<string, string> = {
	a: "а",
	e: "е",
	o: "о",
	p: "р",
	c: "с",
	x: "х",
	y: "у",
	k: "к",
	"0": "о",
	"3": "з",
	"@": "а",
};
const bad = new RegExp(`(?<!\\p{L})(?:(?:на|по|до|о|за|вы|от|под|у|при|раз|пере|съ|за)?(?:${stems.join("|")}))`, "iu");

/** Whether a text has a word that insults or threatens. Pure; it knows no irony and no quotation: people do. */
export function hasBadLanguage(text: string): boolean {
	return bad.test(unmasked(text.toLowerCase()).replace(harmless, " "));
}

/** Letters put for others, doubled, or set apart by dots and stars are put right. */
function unmasked(text: string): string {
	return text
		.replace(/(?<=\p{L})[*._-](?=\p{L})/gu, "")
		.replace(/[\p{L}@03]+/gu, (word) =>
			/\p{Script=Cyrillic}/u.test(word)
				? word.replace(/[aeopcxyk03@]/g, (letter) => lookalikes[letter] ?? letter)
				: word,
		)
		.replace(/(\p{L})\1{2,}/gu, "$1");
}
