import type { LoaderFunctionArgs } from "@remix-run/node";
import { findableFunds } from "#app/fund/fund.server.ts";
import { findablePetitions } from "#app/petitions/petition.server.ts";
import { findablePickets } from "#app/pickets/picket.server.ts";
import { sitePages } from "#app/ui/site-pages.ts";
import { siteOrigin } from "#app/web/links.ts";
import { xmlResponse } from "#app/web/xml.ts";
import { findableCampaignPages } from "./findable.server.ts";
import { sitemap } from "./sitemap.ts";

export async function loader({ request, context: { app } }: LoaderFunctionArgs) {
	const [campaigns, petitions, funds, pickets] = await Promise.all([
		findableCampaignPages(app.db),
		findablePetitions(app.db),
		findableFunds(app.db),
		findablePickets(app.db, app.now()),
	]);
	const pages = [
		...campaigns,
		...petitions.flatMap(({ slug, languages }) =>
			["", "/numbers"].map((page) => ({ path: `/petitions/${slug}${page}`, languages })),
		),
		...funds.flatMap(({ slug, languages }) =>
			["", "/ledger"].map((page) => ({ path: `/fund/${slug}${page}`, languages })),
		),
		{ path: "/pickets" },
		...pickets.map(({ slug, changed }) => ({ path: `/pickets/${slug}`, changed })),
		...sitePages.map((page) => ({ path: `/${page}` })),
	];
	return xmlResponse(sitemap(siteOrigin(app.settings, request.url), pages), "application/xml");
}
