import { fallbackLocale, type Locale, locales } from "#app/i18n/translate.ts";
import { type Xml, xml } from "#app/web/xml.ts";

/** A page that others may find, in every language. */
export interface Findable {
	/** Its address after the language; empty for the front page. */
	path: string;
	/** The day of its last change, `YYYY-MM-DD`, where one is known. */
	changed?: string;
	/** The languages that it is in; all of them where it does not say. */
	languages?: readonly Locale[];
}

/**
 * The pages of a site as search engines read them (https://www.sitemaps.org/protocol.html), each in each language with
 * its other languages beside it.
 */
export function sitemap(origin: string, pages: readonly Findable[]): Xml {
	return xml`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${pages.flatMap((page) => (page.languages ?? locales).map((locale) => url(origin, locale, page)))}</urlset>
`;
}

function url(origin: string, locale: Locale, { path, changed, languages = locales }: Findable): Xml {
	const fallback = languages.includes(fallbackLocale) ? fallbackLocale : locale;
	return xml`	<url>
		<loc>${origin}/${locale}${path}</loc>
		${changed ? xml`<lastmod>${changed}</lastmod>` : ""}
${languages.map((other) => alternate(other, `${origin}/${other}${path}`))}${alternate("x-default", `${origin}/${fallback}${path}`)}	</url>
`;
}

function alternate(language: string, address: string): Xml {
	return xml`		<xhtml:link rel="alternate" hreflang="${language}" href="${address}"/>\n`;
}
