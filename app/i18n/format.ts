import type { Locale } from "./translate.ts";

/** A day, `YYYY-MM-DD`, as a language writes it in full. */
export function formatDay(day: string, locale: Locale): string {
	return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}
