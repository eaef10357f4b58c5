import type { BeneficiaryWords } from "#app/fund/paying/desk.server.ts";
import type { MessageKey } from "#app/i18n/translate.ts";
import { type Fields, text, unreadable } from "#app/web/form.ts";

/** What is wrong with which field. */
export type Wrong = Partial<Record<string, MessageKey>>;

/**
 * Reads what is known of somebody as it was typed: a name at least.
 * @param longest characters that each field takes
 */
export function parsePerson(
	fields: Fields,
	longest: Readonly<Record<keyof BeneficiaryWords, number>>,
): { words: BeneficiaryWords; errors: Wrong } {
	const errors: Wrong = {};
	const read = (name: keyof BeneficiaryWords) => {
		const typed = text(fields, name);
		if (typed.length > longest[name]) errors[name] = "organise.aid.error.long";
		else if (unreadable(typed)) errors[name] = "sign.text.unreadable";
		return typed;
	};
	const words = { name: read("name"), reach: read("reach"), account: read("account"), note: read("note") };
	if (words.name === "") errors.name = "organise.aid.error.name";
	return { words, errors };
}
