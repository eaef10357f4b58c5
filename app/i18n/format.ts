import type { Locale } from "./translate.ts";

/** A day, `YYYY-MM-DD`, as a language writes it in full; in English the day first, as the campaigns' titles do. */
export function formatDay(day: string, locale: Locale): string {
	return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { dateStyle: "long", timeZone: "UTC" }).format(
		new Date(`${day}T00:00:00Z`),
	);
}

/** A day, `YYYY-MM-DD`, without its year: a date, no cause. */
export function formatDayOfYear(day: string, locale: Locale): string {
	const options = { day: "numeric", month: "long", timeZone: "UTC" } as const;
	return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, options).format(new Date(`${day}T00:00:00Z`));
}

/** A moment, to the minute, in UTC and saying so: organisers sit in several zones. */
export function formatMoment(moment: Date, locale: Locale): string {
	const words = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
		dateStyle: "long",
		timeStyle: "short",
		timeZone: "UTC",
	});
	return `${words.format(moment)} UTC`;
}

const regions = new Map<Locale, Intl.DisplayNames>();

/** A country by its name in a language (CLDR). @param code ISO 3166-1 alpha-2 */
export function countryName(code: string, locale: Locale): string {
	let names = regions.get(locale);
	if (!names) {
		names = new Intl.DisplayNames(locale, { type: "region" });
		regions.set(locale, names);
	}
	return names.of(code) ?? code;
}
