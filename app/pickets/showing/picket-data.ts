import type { Locale } from "#app/i18n/translate.ts";
import { cardAddress } from "#app/ui/card-address.ts";
import type { PublicPicket } from "../picket.server.ts";
import { withOffset } from "../when.ts";

interface PicketDataProps {
	origin: string;
	/** Who answers for the site. */
	publisher: string;
	locale: Locale;
	picket: PublicPicket;
	/** Of the page. */
	summary: string;
	previousStart: string | null;
}

/**
 * What search engines are told of a picket (https://schema.org/Event): where it is only as exactly as everybody may
 * know, how many come not at all.
 */
export function picketData({ origin, publisher, locale, picket, summary, previousStart }: PicketDataProps) {
	const { title, language, cancelled, startsLocal, startsAt, endsLocal, endsAt, organisation, slug } = picket;
	const path = `/pickets/${slug}`;
	const url = `${origin}/${locale}${path}`;
	const status = cancelled ? "EventCancelled" : previousStart ? "EventRescheduled" : "EventScheduled";
	const event = {
		"@type": "Event",
		"@id": `${url}#event`,
		name: title,
		description: picket.description || summary,
		inLanguage: language,
		startDate: withOffset(startsLocal, startsAt),
		endDate: withOffset(endsLocal, endsAt),
		...(previousStart && { previousStartDate: previousStart }),
		eventStatus: `https://schema.org/${status}`,
		eventAttendanceMode: `https://schema.org/${picket.kind === "online" ? "Online" : "Offline"}EventAttendanceMode`,
		location: locationOf(picket, locale, url),
		organizer: { "@type": "Organization", name: organisation },
		isAccessibleForFree: true,
		url,
	};
	const page = {
		"@type": "WebPage",
		"@id": url,
		name: title,
		description: summary,
		inLanguage: locale,
		url,
		image: `${origin}${cardAddress(locale, path)}`,
		publisher: { "@type": "Organization", name: publisher, url: `${origin}/` },
		mainEntity: { "@id": event["@id"] },
	};
	return { "@context": "https://schema.org", "@graph": [page, event] };
}

function locationOf(picket: PublicPicket, locale: Locale, url: string) {
	const { kind, place, meetingPoint, onlineUrl, city, country, latitude, longitude, addressLevel } = picket;
	// An online picket whose address not all may know leads to its page, where one joins.
	if (kind === "online") return { "@type": "VirtualLocation", url: onlineUrl ?? url };
	const address = { "@type": "PostalAddress", addressLocality: city, addressCountry: country };
	if (addressLevel !== "public") return { "@type": "Place", name: city, address };
	const name = [place?.[locale] ?? place?.en, meetingPoint].filter(Boolean).join(", ") || city;
	const geo = { "@type": "GeoCoordinates", latitude, longitude };
	return { "@type": "Place", name, address, ...(place && latitude !== null && { geo }) };
}
