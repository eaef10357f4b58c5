import { isLocale, type MessageKey, type Translate, translator } from "#app/i18n/translate.ts";
import type { DraftErrors, FieldError } from "./check.server.ts";

const fields: Readonly<Record<string, MessageKey>> = {
	title: "organise.texts.field.title",
	neutral_title: "organise.texts.field.neutral_title",
	summary: "organise.texts.field.summary",
	asked: "organise.texts.field.asked",
	questions: "organise.texts.field.questions",
	sources: "organise.texts.field.sources",
	addressees: "organise.texts.field.addressees",
	sponsor: "organise.texts.field.sponsor",
	hand_in: "organise.texts.field.hand_in",
	correction: "organise.texts.field.correction",
	intro: "organise.texts.field.intro",
	people: "organise.texts.field.people",
	closing: "organise.texts.field.closing",
	short: "organise.texts.field.short",
	long: "organise.texts.field.long",
	subject: "organise.texts.field.subject",
	preview: "organise.texts.field.preview",
	when: "organise.texts.field.when",
	from: "organise.texts.field.from",
	claims: "organise.texts.field.claims",
	date: "organise.texts.field.date",
	revised: "organise.texts.field.revised",
	body: "organise.texts.field.body",
};

const hints: Readonly<Record<string, MessageKey>> = {
	neutral_title: "organise.texts.field.neutral_title.hint",
	questions: "organise.texts.field.lines.hint",
	addressees: "organise.texts.field.lines.hint",
	correction: "organise.texts.field.correction.hint",
	short: "organise.texts.field.link.hint",
	long: "organise.texts.field.link.hint",
	subject: "organise.texts.field.subject.hint",
	preview: "organise.texts.field.preview.hint",
	from: "organise.texts.field.from.hint",
	body: "organise.texts.field.body.hint",
};

/** A field of a document in words; its own name for what only the demonstration has. */
export function fieldLabel(t: Translate, name: string): string {
	const key = fields[name];
	return key ? t(key) : name;
}

/** What helps to fill a field in, where anything does. */
export function fieldHint(t: Translate, name: string): string | undefined {
	const key = hints[name];
	return key && t(key);
}

/** Why a field is refused, in words. */
export function problemText(t: Translate, error: FieldError | undefined): string | undefined {
	return error && t(`organise.texts.problem.${error.problem}`, { most: error.most ?? 0 });
}

/** Every refusal for the summary on top, each with the field's name: `People, 2: …`. */
export function problemList(t: Translate, errors: DraftErrors): { field: string; text: string }[] {
	return Object.entries(errors).map(([field, error]) => {
		const [name = "", at] = field.split(".");
		const label = fieldLabel(t, name);
		const where = at === undefined ? label : t("organise.texts.claim", { name: label, number: Number(at) + 1 });
		return { field, text: t("organise.texts.errors.where", { field: where, problem: problemText(t, error) ?? "" }) };
	});
}

/** A language in its own words. */
export function languageName(locale: string): string {
	return isLocale(locale) ? translator(locale)("language.name") : locale;
}
