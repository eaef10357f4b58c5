import type { Visitor } from "#app/context.ts";
import type { Settings } from "#app/env.server.ts";
import type { Locale } from "#app/i18n/translate.ts";

/** Where this site is, as it goes into a mail: BASE_URL, or the loopback address of the demonstration. */
export function siteOrigin(settings: Settings, requestUrl: string): string {
	return settings.BASE_URL ?? new URL(requestUrl).origin;
}

/** The same for one visitor: who came over the onion gets onion links. */
export function visitorOrigin(settings: Settings, visitor: Visitor, requestUrl: string): string {
	return visitor.onion && settings.ONION_HOST ? `http://${settings.ONION_HOST}` : siteOrigin(settings, requestUrl);
}

/** Makes the whole addresses that a confirm mail links to. */
export function signingLinks(settings: Settings, visitor: Visitor, requestUrl: string, locale: Locale) {
	const origin = visitorOrigin(settings, visitor, requestUrl);
	return (token: string): SigningLinks => ({
		link: `${origin}/${locale}/confirm/${token}`,
		withdrawLink: `${origin}/${locale}/withdraw/${token}`,
	});
}

/** Where one token confirms a signature, and where it withdraws it. */
export interface SigningLinks {
	link: string;
	withdrawLink: string;
}
