import type { LoaderFunctionArgs } from "@remix-run/node";
import { markdownHtml } from "#app/ui/markdown.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { xmlResponse } from "#app/web/xml.ts";
import { findCampaign, sourcesOf } from "./campaign.server.ts";
import { linkCitations } from "./citations.ts";
import { publicationOf } from "./publication.ts";
import { updatesOf } from "./updates.server.ts";
import { updatesFeed } from "./updates-feed.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const campaign = await findCampaign(app.db, slugOf(params), locale);
	if (!campaign) throw refuse(404);
	const [updates, sources] = await Promise.all([
		updatesOf(app.db, campaign.id, locale),
		sourcesOf(app.db, campaign.id),
	]);
	const site = publicationOf(app.settings, siteOrigin(app.settings, request.url), locale);
	const entries = updates.map((update) => ({ ...update, html: markdownHtml(linkCitations(update.body, sources)) }));
	return xmlResponse(updatesFeed(site, campaign, entries), "application/atom+xml");
}
