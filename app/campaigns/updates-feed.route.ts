import type { LoaderFunctionArgs } from "@remix-run/node";
import { markdownHtml } from "#app/ui/markdown.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { xmlResponse } from "#app/web/xml.ts";
import { sourcesOf } from "./campaign.server.ts";
import { campaignAt } from "./campaign-at.server.ts";
import { linkCitations } from "./citations.ts";
import { publicationOf } from "./publication.ts";
import { updatesOf } from "./updates.server.ts";
import { updatesFeed } from "./updates-feed.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const { locale, campaign } = await campaignAt(app.db, params, request);
	const [updates, sources] = await Promise.all([updatesOf(app.db, campaign), sourcesOf(app.db, campaign.id)]);
	const site = publicationOf(app.settings, siteOrigin(app.settings, request.url), locale);
	const entries = updates.map((update) => ({ ...update, html: markdownHtml(linkCitations(update.body, sources)) }));
	return xmlResponse(updatesFeed(site, campaign, entries), "application/atom+xml");
}
