import type { Locale } from "./translate.ts";

/** A day, `YYYY-MM-DD`, as a language writes it in full; in English the day first, as the campaigns' titles do. */
export function formatDay(day: string, locale: Locale): string {
	return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { dateStyle: "long", timeZone: "UTC" }).format(
		new Date(`${day}T00:00:00Z`),
	);
}
