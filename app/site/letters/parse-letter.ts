import { type Fields, text, unreadable } from "#app/web/form.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import {
	emptyLetter,
	type LetterErrors,
	type LetterField,
	type LetterKind,
	type LetterValues,
	longest,
	type Topic,
	topics,
} from "./letter-fields.ts";

/** A letter as its sender meant it. */
export interface Letter {
	topic: Topic;
	/** As it was typed or brought along: an address of the site, or what the reader calls it. */
	page: string;
	words: string;
	/** Null where no answer is wanted. */
	email: string | null;
	/** The slug of the campaign that was chosen, where there is more than one. */
	campaign: string;
}

export type ParsedLetter =
	| { ok: true; letter: Letter; trap: boolean }
	| { ok: false; values: LetterValues; errors: LetterErrors };

/** Reads and checks a reader's letter: depends on the input alone. */
export function parseLetter(fields: Fields, kind: LetterKind): ParsedLetter {
	const values = typedLetter(fields);
	const topic = topics[kind].find((known) => known === values.topic);
	const errors: LetterErrors = {
		...(!topic && { topic: "letter.topic.missing" as const }),
		...lineError("page", values.page),
		...wordsError(values.words),
		...(values.email !== "" && !isMailAddress(values.email) && { email: "sign.email.invalid" as const }),
	};
	if (!topic || Object.keys(errors).length > 0) return { ok: false, values, errors };
	const { page, words, email, campaign } = values;
	const trap = (fields.get("homepage") ?? "") !== "";
	return { ok: true, letter: { topic, page, words, email: email || null, campaign }, trap };
}

/** The form as it was posted, to be shown again. */
export function typedLetter(fields: Fields): LetterValues {
	const names = Object.keys(emptyLetter) as (keyof LetterValues)[];
	return { ...emptyLetter, ...Object.fromEntries(names.map((name) => [name, text(fields, name)])) };
}

function wordsError(words: string): LetterErrors {
	if (words === "") return { words: "letter.words.missing" };
	return lineError("words", words.replace(/[\n\t]/g, " "));
}

function lineError(field: LetterField & keyof typeof longest, typed: string): LetterErrors {
	if (typed.length > longest[field]) return { [field]: "sign.text.long" };
	return unreadable(typed) || /\p{Cc}/u.test(typed) ? { [field]: "sign.text.unreadable" } : {};
}
