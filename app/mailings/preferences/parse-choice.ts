import { isLocale, type Locale } from "#app/i18n/translate.ts";

/** Which mails of a campaign somebody wants, and in which language. */
export interface Choice {
	updates: boolean;
	milestones: boolean;
	locale: Locale;
}

/**
 * Reads the form of preferences.
 * @param fallback the language where the form names none of ours
 */
export function parseChoice(form: URLSearchParams, fallback: Locale): Choice {
	const language = form.get("language") ?? undefined;
	return {
		updates: form.get("updates") === "on",
		milestones: form.get("milestones") === "on",
		locale: isLocale(language) ? language : fallback,
	};
}
