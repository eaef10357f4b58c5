import type { MetaDescriptor } from "@remix-run/node";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { aboutMeta, type Called } from "#app/ui/meta.ts";
import type { Update } from "./updates.server.ts";

/** The meta of an update's page: where words could harm, its number and the neutral title stand for its own. */
export function updateMeta(locale: Locale, { neutralTitle }: Called, update: Update): MetaDescriptor[] {
	const { number, title, summary } = update;
	return aboutMeta(locale, { title, neutralTitle, summary }, translator(locale)("updates.number", { number }));
}

/** Where a page's updates are to be followed (RFC 4287, RFC 8288 `alternate`), for its meta. */
export function feedLink(locale: Locale, slug: string): MetaDescriptor {
	return {
		tagName: "link",
		rel: "alternate",
		type: "application/atom+xml",
		title: translator(locale)("updates.title"),
		href: `/${locale}/campaigns/${slug}/updates.atom`,
	};
}
