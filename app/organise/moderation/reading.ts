import { isLocale, type Locale } from "#app/i18n/translate.ts";

/** The language that a moderator reads now, of the queue's address; null for all. */
export function readingOf(request: Request): Locale | null {
	const language = new URL(request.url).searchParams.get("language") ?? "";
	return isLocale(language) ? language : null;
}

/** An address of the queue that goes on reading that language. */
export function queueAddress(slug: string, reading: Locale | null, item?: string): `/${string}` {
	return `/organise/campaigns/${slug}/queue${item ? `/${item}` : ""}${reading ? `?language=${reading}` : ""}`;
}
