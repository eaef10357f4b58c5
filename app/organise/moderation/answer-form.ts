import { locales } from "#app/i18n/translate.ts";
import { type Fields, text, unreadable } from "#app/web/form.ts";
import type { AnswerWords } from "./answers.server.ts";
import { kindNames } from "./kind-names.ts";

/** Characters. */
export const longest = { title: 100, body: 2_000 };

export type ParsedAnswer = { ok: true; kind: string; slug: string; words: AnswerWords } | { ok: false };

/** Reads the form of a ready answer: every language has a title and a text, and the name is one that fits. */
export function parseAnswer(fields: Fields): ParsedAnswer {
	const kind = text(fields, "kind");
	const slug = text(fields, "slug");
	const words = Object.fromEntries(
		locales.map((locale) => [locale, { title: text(fields, `title-${locale}`), body: text(fields, `body-${locale}`) }]),
	) as AnswerWords;
	const written = Object.values(words).every(
		({ title, body }) => fits(title, longest.title) && title !== "" && fits(body, longest.body) && body !== "",
	);
	const named = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= 40;
	return written && named && kindNames.includes(kind) ? { ok: true, kind, slug, words } : { ok: false };
}

function fits(text: string, most: number): boolean {
	return text.length <= most && !unreadable(text);
}
