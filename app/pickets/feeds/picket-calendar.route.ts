import type { LoaderFunctionArgs } from "@remix-run/node";
import { translator } from "#app/i18n/translate.ts";
import { refuse, slugOf } from "#app/web/page.ts";
import { findPicket } from "../picket.server.ts";
import { calendarAnswer } from "./calendar-answer.ts";
import { calendarEvent } from "./calendar-event.ts";
import { calendarSite } from "./feed.server.ts";
import { readFeedQuery } from "./feed-query.ts";

/** `/pickets/{slug}.ics`: one picket, as long as its page is there. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const picket = await findPicket(app.db, slugOf(params));
	if (!picket) throw refuse(404);
	const { locale } = readFeedQuery(request.url);
	const site = await calendarSite(app.settings, request.url, locale);
	const event = calendarEvent(picket, site);
	const calendar = { name: event.summary, description: translator(locale)("pickets.about"), events: [event] };
	return calendarAnswer(calendar, app.log, `${picket.slug}.ics`);
}
