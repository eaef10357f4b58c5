import type { LoaderFunctionArgs } from "@remix-run/node";
import { findablePetitions } from "#app/petitions/petition.server.ts";
import { sitePages } from "#app/ui/site-pages.ts";
import { siteOrigin } from "#app/web/links.ts";
import { xmlResponse } from "#app/web/xml.ts";
import { findableCampaignPages } from "./findable.server.ts";
import { sitemap } from "./sitemap.ts";

export async function loader({ request, context: { app } }: LoaderFunctionArgs) {
	const [campaigns, petitions] = await Promise.all([findableCampaignPages(app.db), findablePetitions(app.db)]);
	const pages = [
		...campaigns,
		...petitions.map(({ slug }) => ({ path: `/petitions/${slug}` })),
		...sitePages.map((page) => ({ path: `/${page}` })),
	];
	return xmlResponse(sitemap(siteOrigin(app.settings, request.url), pages), "application/xml");
}
