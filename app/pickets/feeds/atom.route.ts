import type { LoaderFunctionArgs } from "@remix-run/node";
import { xmlResponse } from "#app/web/xml.ts";
import { atomFeed } from "./atom.ts";
import { calendarSite, feedPickets } from "./feed.server.ts";
import { readFeedQuery } from "./feed-query.ts";

/** `/pickets.atom`: all pickets, what changed last on top. */
export async function loader({ request, context: { app } }: LoaderFunctionArgs) {
	const { locale, country } = readFeedQuery(request.url);
	const [site, pickets] = await Promise.all([
		calendarSite(app.settings, request.url, locale),
		feedPickets(app.db, app.log, app.now(), country),
	]);
	const publisher = app.settings.CONTROLLER_NAME ?? "Yntymaq";
	return xmlResponse(atomFeed(pickets, site, publisher, country), "application/atom+xml");
}
