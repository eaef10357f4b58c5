import { translator } from "#app/i18n/translate.ts";
import { titleOf } from "#app/ui/meta.ts";
import { type Xml, xml } from "#app/web/xml.ts";
import type { Campaign } from "./campaign.server.ts";
import { startOfDay } from "./instant.ts";
import type { Publication } from "./publication.ts";
import type { Update } from "./updates.server.ts";

/** An update with its words as HTML. */
export interface FeedEntry extends Update {
	html: string;
}

/**
 * The updates of a campaign in one language as Atom (RFC 4287). An entry's id is its address, which has its number: the
 * same however often a text is changed.
 * @param entries the newest first; a sample is marked in its title and by a category
 */
export function updatesFeed(site: Publication, campaign: Campaign, entries: readonly FeedEntry[]): Xml {
	const { origin, locale } = site;
	const t = translator(locale);
	const page = `${origin}/${locale}/campaigns/${campaign.slug}/updates`;
	// Atom wants a moment even of a feed in which nothing has changed yet.
	const changed = entries.map(changedOn).sort().at(-1) ?? "1970-01-01";
	return xml`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
	<id>${page}.atom</id>
	<title>${titleOf(locale, campaign, t("updates.title"))}</title>
	<updated>${startOfDay(changed, campaign.zone)}</updated>
	<author><name>${site.publisher}</name></author>
	<link rel="self" type="application/atom+xml" href="${page}.atom"/>
	<link rel="alternate" type="text/html" hreflang="${locale}" href="${page}"/>
${entries.map((entry) => entryOf(site, campaign, page, entry, t("updates.sample")))}</feed>
`;
}

function entryOf(site: Publication, campaign: Campaign, page: string, entry: FeedEntry, sample: string): Xml {
	const { number, date, title, summary, html } = entry;
	return xml`	<entry>
		<id>${page}/${number}</id>
		<title>${entry.sample ? `${sample}: ${title}` : title}</title>
		<published>${startOfDay(date, campaign.zone)}</published>
		<updated>${startOfDay(changedOn(entry), campaign.zone)}</updated>
		<link rel="alternate" type="text/html" hreflang="${site.locale}" href="${page}/${number}"/>
		${entry.sample ? xml`<category term="sample" label="${sample}"/>` : ""}
		<summary>${summary}</summary>
		<content type="html">${wholeAddresses(html, site.origin, `${page}/${number}`)}</content>
	</entry>
`;
}

const changedOn = ({ date, revised }: Update) => revised ?? date;

/** HTML that stands elsewhere than on its page: an address within the site or the page gets what is before it. */
function wholeAddresses(html: string, origin: string, page: string): string {
	return html.replaceAll('href="/', `href="${origin}/`).replaceAll('href="#', `href="${page}#`);
}
