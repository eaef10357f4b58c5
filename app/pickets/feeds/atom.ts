import { translator } from "#app/i18n/translate.ts";
import { type Xml, xml } from "#app/web/xml.ts";
import type { PublicPicket } from "../picket.server.ts";
import { type CalendarSite, calendarEvent } from "./calendar-event.ts";

/**
 * Pickets as Atom (RFC 4287), the last change on top. An entry's id is the picket's number and stays, whatever changes.
 * @param publisher who answers for the site
 */
export function atomFeed(
	pickets: readonly PublicPicket[],
	site: CalendarSite,
	publisher: string,
	country: string | undefined,
): Xml {
	const { origin, locale } = site;
	const t = translator(locale);
	const query = `?${new URLSearchParams({ ...(country && { country }), l: locale })}`;
	const byChange = [...pickets].sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
	// Atom wants a moment even of a feed that has nothing yet.
	const changed = byChange[0]?.updatedAt ?? new Date(0);
	return xml`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
	<id>${origin}/pickets.atom${query}</id>
	<title>${t("pickets.title")}</title>
	<updated>${changed.toISOString()}</updated>
	<author><name>${publisher}</name></author>
	<link rel="self" type="application/atom+xml" href="${origin}/pickets.atom${query}"/>
	<link rel="alternate" type="text/html" hreflang="${locale}" href="${origin}/${locale}/pickets"/>
${byChange.map((picket) => entryOf(picket, site))}</feed>
`;
}

function entryOf(picket: PublicPicket, site: CalendarSite): Xml {
	const { uid, summary, description, location, url } = calendarEvent(picket, site);
	return xml`	<entry>
		<id>urn:uuid:${uid.split("@")[0] ?? ""}</id>
		<title xml:lang="${picket.language}">${summary}</title>
		<published>${picket.createdOn}T00:00:00Z</published>
		<updated>${picket.updatedAt.toISOString()}</updated>
		<link rel="alternate" type="text/html" hreflang="${site.locale}" href="${url}"/>
		${picket.sample ? xml`<category term="sample" label="${translator(site.locale)("pickets.sample")}"/>` : ""}
		<summary>${location}</summary>
		<content type="text">${description}</content>
	</entry>
`;
}
