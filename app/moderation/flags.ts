import { hasBadLanguage } from "./language.ts";

/** What a filter has found in a text. `protected-name` is found by flag-text.server.ts, which knows the names. */
export const flags = ["phone", "email", "iin", "passport", "address", "protected-name", "language"] as const;
export type Flag = (typeof flags)[number];

/**
 * What in a text a second person should look at before it is shown: it could lead to a person, or hurts. Pure; a filter
 * that finds too much costs a reader's minute, one that finds too little costs more.
 * @param text in any of the languages
 */
export function flagsOf(text: string): Flag[] {
	const plain = text.normalize("NFKC");
	return (Object.keys(filters) as (keyof typeof filters)[]).filter((flag) => filters[flag](plain));
}

const filters: Record<Exclude<Flag, "protected-name">, (text: string) => boolean> = {
	phone: hasPhone,
	email: (text) =>
		/[^\s@<>()]+\s*@\s*[^\s@<>()]+\.[^\s@<>().]{2,}/u.test(text) ||
		/(?<!\p{L})(?:at|собака)(?!\p{L}).{1,40}(?<!\p{L})(?:dot|точка)(?!\p{L})/iu.test(text),
	// Whatever its check digit: one that is mistyped still leads to a person.
	iin: (text) => digitRuns(text).some((digits) => digits.length === 12),
	passport: hasPassport,
	address: hasStreetAddress,
	language: hasBadLanguage,
};

/** Whether a text leads elsewhere: an address of the web, with or without its beginning. Pure. */
export function hasLink(text: string): boolean {
	return /(?:https?:\/\/|www\.)\S|(?<![\p{L}\d@.])[\p{L}\d-]+\.(?:\p{L}{2,}\.)?(?:com|org|net|info|me|ly|kz|ru|uk|eu|de|рф|қаз)(?!\p{L})/iu.test(
		text.normalize("NFKC"),
	);
}

/** Runs of digits as people write them: with spaces, hyphens and dots between. A longer dash stands between two numbers. */
function digitRuns(text: string): string[] {
	return [...text.matchAll(/\d(?:[\s.-]{0,2}\d)+/g)].map(([run]) => run.replace(/\D/g, ""));
}

/** With a country's plus, with a trunk 8 or 7 as in Kazakhstan and Russia (ITU-T E.164), or ten digits and more written as a number. */
function hasPhone(text: string): boolean {
	const numbers = [...text.matchAll(/(\+\s?)?\(?\d(?:[\s().\-–—/]{0,3}\d){6,}/g)];
	return numbers.some(([number, plus]) => {
		const digits = number.replace(/\D/g, "");
		if (isDate(number) || digits.length > 15) return false;
		if (plus) return digits.length >= 7;
		return (
			/^[78]\d{10}$/.test(digits) ||
			(digits.length >= 9 && digits.length !== 12) ||
			/\d{2,3}[\s-]\d{2}[\s-]\d{2}$/.test(number)
		);
	});
}

/** Days, years and spans of them are no numbers of telephones. */
function isDate(number: string): boolean {
	return /^\(?(?:\d{1,2}[.\-/]\d{1,2}[.\-/]\d{4}|\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}|\d{4}\s?[–—-]\s?\d{4})\)?(?:\D*\d{1,2})?$/.test(
		number.trim(),
	);
}

/** Kazakhstan: N and eight digits; Russia: four and six; and whatever stands beside the word. */
function hasPassport(text: string): boolean {
	return (
		/(?<![\p{L}\d])[NНKК№]\s?\d{8}(?!\d)/u.test(text) ||
		/(?<!\d)\d{2}\s?\d{2}\s(?:№\s?)?\d{6}(?!\d)/u.test(text) ||
		/(?:passport|паспорт|төлқұжат|жеке куәлік|удостоверени)\P{L}?\p{L}*[^\n]{0,30}\d{6,9}(?!\d)/iu.test(text)
	);
}

/** A street or a block of flats and a number beside it, the other way round in Kazakh and English. */
function hasStreetAddress(text: string): boolean {
	const streets =
		"ул(?:ица|ице|ицы|ицу)?|пр(?:оспект|оспекте|-т)|пер(?:еулок|еулке)?|мкр(?:н)?|микрорайон\\p{L}*|мөлтек\\s?аудан\\p{L}*|ықшам\\s?аудан\\p{L}*|көше\\p{L}*|даңғыл\\p{L}*|street|avenue|lane|microdistrict|mkr";
	const numbered = "(?:д(?:ом|\\.)?|үй|кв(?:артира)?|пәтер|apt|flat|№|#)?[.\\s]*\\d{1,4}";
	return (
		new RegExp(`(?<!\\p{L})(?:${streets})(?!\\p{L})[^\\n\\d]{0,40}${numbered}(?!\\d)`, "iu").test(text) ||
		/(?<!\d)\d{1,4}[-\p{L}]{0,2},?\s(?:\p{L}+\s){0,3}(?:street|st\.|avenue|ave\.|road|lane|көше\p{L}*|мкр|мөлтек|ықшам)(?!\p{L})/iu.test(
			text,
		) ||
		/(?<!\p{L})(?:кв(?:артира)?|пәтер|apartment|flat)[.\s№#]{0,3}\d{1,4}(?!\d)/iu.test(text)
	);
}
