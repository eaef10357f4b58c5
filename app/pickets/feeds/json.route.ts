import type { LoaderFunctionArgs } from "@remix-run/node";
import { calendarSite, feedPickets } from "./feed.server.ts";
import { readFeedQuery } from "./feed-query.ts";
import { picketJson } from "./picket-json.ts";

/** `/pickets.json`: all pickets, for programs. */
export async function loader({ request, context: { app } }: LoaderFunctionArgs) {
	const { locale, country } = readFeedQuery(request.url);
	const [site, pickets] = await Promise.all([
		calendarSite(app.settings, request.url, locale),
		feedPickets(app.db, app.log, app.now(), country),
	]);
	return Response.json({ pickets: pickets.map((picket) => picketJson(picket, site)) });
}
