import type { MetaDescriptor } from "@remix-run/node";
import { type Locale, translator } from "#app/i18n/translate.ts";

/** What a messenger shows of a page beside its picture. */
interface Card {
	title: string;
	description: string;
}

/**
 * A page's title and, where search engines may have it, its description, both for them and for the card that a
 * messenger makes of a link (https://ogp.me). `app/ui/findable.tsx` adds the addresses.
 * @param card what the card says, where that is not the same
 */
export function pageMeta(title: string, description?: string, card?: Card): MetaDescriptor[] {
	if (!description) return [{ title }, { name: "robots", content: "noindex" }];
	return [
		{ title },
		{ name: "description", content: description },
		{ property: "og:title", content: card?.title ?? title },
		{ property: "og:description", content: card?.description ?? description },
	];
}

/** A campaign, or what belongs to one, as its pages are called. */
export interface Called {
	title: string;
	neutralTitle: string;
	summary: string;
}

// Titles are on lock screens, in tabs and histories, and cards in chats that others read: where a word could harm
// the reader they have the day and no cause.
const quiet: ReadonlySet<Locale> = new Set<Locale>(["ru", "kk"]);

/** The title of a page about something: `Timeline: ` and its title; in Russian and Kazakh the neutral one. */
export function titleOf(locale: Locale, about: Omit<Called, "summary">, page?: string): string {
	const name = quiet.has(locale) ? about.neutralTitle : about.title;
	return page ? `${page}: ${name}` : name;
}

/**
 * The meta of a page about something, its words and its card neutral where that matters.
 * @param page how the page itself is called; absent on the first one
 */
export function aboutMeta(locale: Locale, about: Called, page?: string): MetaDescriptor[] {
	return cardMeta(locale, titleOf(locale, about, page), about.summary);
}

/** The meta of a page whose title harms nobody and whose description might: its card has a neutral one. */
export function cardMeta(locale: Locale, title: string, description: string): MetaDescriptor[] {
	const neutral = quiet.has(locale) ? translator(locale)("card.description") : description;
	return pageMeta(title, description, { title, description: neutral });
}
