import type { Locale } from "#app/i18n/translate.ts";

/** What a card is of: the site, or a campaign or petition, whose pages share one. */
export interface CardSubject {
	kind: "site" | "campaigns" | "petitions";
	slug: string;
}

/** Pixels: what every messenger takes whole (https://ogp.me, and the platforms' own pages). */
export const cardSize = { width: 1200, height: 630 };

/**
 * The address of the picture of a page's card.
 * @param path the page's address after its language
 */
export function cardAddress(locale: Locale, path: string): string {
	const [subject = ""] = /^\/(?:campaigns|petitions)\/[a-z0-9-]+/.exec(path) ?? [];
	return `/og/${locale}${subject}.png`;
}

/**
 * What the address of a picture asks for.
 * @param rest what follows `/og/`: `ru/campaigns/SLUG.png`
 * @returns null when it is no such address; the language has still to be looked at
 */
export function readCardAddress(rest: string): { locale: string; subject: CardSubject } | null {
	const [, locale, kind, slug = ""] = /^([a-z]{2})(?:\/(campaigns|petitions)\/([a-z0-9-]+))?\.png$/.exec(rest) ?? [];
	if (!locale) return null;
	return { locale, subject: { kind: kind === "campaigns" || kind === "petitions" ? kind : "site", slug } };
}
