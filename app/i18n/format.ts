import type { Locale } from "./translate.ts";

/** A day, `YYYY-MM-DD`, as a language writes it in full; in English the day first, as the campaigns' titles do. */
export function formatDay(day: string, locale: Locale): string {
	const words = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { dateStyle: "long", timeZone: "UTC" });
	// «г.» never begins a line.
	return words.format(new Date(`${day}T00:00:00Z`)).replace(" г.", "\u00a0г.");
}

/** How a language writes a day in short, for axes of days in UTC. */
export function shortDays(locale: Locale): Intl.DateTimeFormat {
	return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
		timeZone: "UTC",
		day: "numeric",
		month: "short",
	});
}

/** How a language writes the hour, and a moment in short, by the clocks of a zone. @param zone IANA */
export function shortClock(locale: Locale, zone: string): Record<"hour" | "moment", Intl.DateTimeFormat> {
	const language = locale === "en" ? "en-GB" : locale;
	return {
		hour: new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit" }),
		moment: new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: "short", timeStyle: "short" }),
	};
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
