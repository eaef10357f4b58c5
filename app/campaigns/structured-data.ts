import { cardAddress } from "#app/ui/card-address.ts";
import { startOfDay } from "./instant.ts";
import type { Publication } from "./publication.ts";

interface Told {
	title: string;
	summary: string;
}

/** What search engines are told of a campaign's page (https://schema.org/WebPage), for a `script:ld+json` of Remix. */
export function campaignData(site: Publication, campaign: Told & { slug: string }) {
	const path = `/campaigns/${campaign.slug}`;
	return {
		"@context": "https://schema.org",
		"@type": "WebPage",
		"@id": `${site.origin}/${site.locale}${path}`,
		...about(site, path, campaign),
	};
}

/** What they are told of an update: an article, and the way to it (https://schema.org/BreadcrumbList). */
export function updateData(
	site: Publication,
	campaign: { slug: string; title: string; zone: string },
	updates: string,
	update: Told & { number: number; date: string; revised?: string },
) {
	const home = `/campaigns/${campaign.slug}`;
	const path = `${home}/updates/${update.number}`;
	const steps = [
		[campaign.title, home],
		[updates, `${home}/updates`],
		[update.title, path],
	] as const;
	const article = {
		"@type": "Article",
		"@id": `${site.origin}/${site.locale}${path}`,
		headline: update.title,
		datePublished: startOfDay(update.date, campaign.zone),
		dateModified: startOfDay(update.revised ?? update.date, campaign.zone),
		author: organization(site),
		...about(site, path, update),
	};
	const trail = {
		"@type": "BreadcrumbList",
		itemListElement: steps.map(([name, to], i) => ({
			"@type": "ListItem",
			position: i + 1,
			name,
			item: `${site.origin}/${site.locale}${to}`,
		})),
	};
	return { "@context": "https://schema.org", "@graph": [article, trail] };
}

function about(site: Publication, path: string, { title, summary }: Told) {
	return {
		name: title,
		description: summary,
		inLanguage: site.locale,
		url: `${site.origin}/${site.locale}${path}`,
		image: `${site.origin}${cardAddress(site.locale, path)}`,
		publisher: organization(site),
	};
}

function organization({ origin, publisher }: Publication) {
	return { "@type": "Organization", name: publisher, url: `${origin}/` };
}
