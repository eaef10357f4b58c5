import { fallbackLocale, isLocale, type Locale } from "#app/i18n/translate.ts";

/** What a feed is asked for: our own words' language `l`, and a country. */
export function readFeedQuery(requestUrl: string): { locale: Locale; country: string | undefined } {
	const asked = new URL(requestUrl).searchParams;
	const language = asked.get("l") ?? "";
	return {
		locale: isLocale(language) ? language : fallbackLocale,
		country: /^[A-Z]{2}$/.exec(asked.get("country") ?? "")?.[0],
	};
}
