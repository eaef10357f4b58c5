import type { LoaderFunctionArgs } from "@remix-run/node";
import { translator } from "#app/i18n/translate.ts";
import { calendarAnswer } from "./calendar-answer.ts";
import { calendarEvent } from "./calendar-event.ts";
import { calendarSite, feedPickets } from "./feed.server.ts";
import { readFeedQuery } from "./feed-query.ts";

/** `/pickets.ics`: all pickets, for calendars that subscribe. */
export async function loader({ request, context: { app } }: LoaderFunctionArgs) {
	const { locale, country } = readFeedQuery(request.url);
	const [site, pickets] = await Promise.all([
		calendarSite(app.settings, request.url, locale),
		feedPickets(app.db, app.log, app.now(), country),
	]);
	const t = translator(locale);
	const events = pickets.map((picket) => calendarEvent(picket, site));
	return calendarAnswer({ name: t("pickets.title"), description: t("pickets.about"), events }, app.log, "pickets.ics");
}
