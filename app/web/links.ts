import type { Visitor } from "#app/context.ts";
import type { Settings } from "#app/env.server.ts";
import type { Locale } from "#app/i18n/translate.ts";

/** Where this site is, as it goes into a mail: BASE_URL, or the loopback address of the demonstration. */
export function siteOrigin(settings: Settings, requestUrl: string): string {
	return settings.BASE_URL ?? new URL(requestUrl).origin;
}

/** Makes the whole address of a confirm page; who came over the onion gets an onion link. */
export function confirmLink(settings: Settings, visitor: Visitor, requestUrl: string, locale: Locale) {
	const origin =
		visitor.onion && settings.ONION_HOST ? `http://${settings.ONION_HOST}` : siteOrigin(settings, requestUrl);
	return (token: string) => `${origin}/${locale}/confirm/${token}`;
}
