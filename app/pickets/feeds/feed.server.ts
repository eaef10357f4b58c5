import { sql } from "kysely";
import type { Settings } from "#app/env.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { Logger } from "#app/log.ts";
import { siteOrigin } from "#app/web/links.ts";
import type { Db } from "#db/client.ts";
import { cityNamed } from "../cities.server.ts";
import { type PublicPicket, publicPickets } from "../picket.server.ts";
import type { CalendarSite } from "./calendar-event.ts";

/** Days for which feeds keep what is over or has been called off. */
const KEPT_DAYS = 31;
/** So many at once: as many entries as calendars still read. */
const MOST = 2_000;

/**
 * What feeds have: all to come, and what was to be or was called off in the last month. Beyond `MOST` what was called
 * off goes first, as calendars strike an entry only where they read so; then the soonest; what is over is cut first,
 * then what is furthest away, which comes in when its time draws near. A country's feed has what does not fit. A row whose times make no sense
 * is left out and logged: it breaks nobody's calendar.
 */
export async function feedPickets(db: Db, log: Logger, now: Date, country?: string): Promise<PublicPicket[]> {
	const since = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
	const pickets = await publicPickets(db)
		.where((is) => is.or([is("p.ends_at", ">", since), is("p.cancelled_at", ">", since)]))
		.$if(country !== undefined, (q) => q.where("p.country", "=", country ?? ""))
		.orderBy(sql`coalesce(p.cancelled_at > ${since}, false)`, "desc")
		.orderBy(sql`p.ends_at > ${now}`, "desc")
		.orderBy("p.starts_at")
		.orderBy("p.id")
		.limit(MOST)
		.execute();
	return pickets.filter((picket) => {
		const sound = hasTimes(picket);
		if (!sound) log.warn("picket left out of a feed", { id: picket.id });
		return sound;
	});
}

/** Postgres gives `infinity` as a number. */
function hasTimes({ startsAt, endsAt, updatedAt }: Record<"startsAt" | "endsAt" | "updatedAt", unknown>): boolean {
	const isTime = (at: unknown) => at instanceof Date && Number.isFinite(at.getTime());
	return [startsAt, endsAt, updatedAt].every(isTime);
}

/** Where calendars and feeds say that the site is. */
export async function calendarSite(settings: Settings, requestUrl: string, locale: Locale): Promise<CalendarSite> {
	const named = await cityNamed(locale);
	return {
		locale,
		origin: siteOrigin(settings, requestUrl),
		// A demonstration answers on several names of one machine.
		host: settings.BASE_URL ? new URL(settings.BASE_URL).host : "localhost",
		cityName: (english, country) => named(english, country)?.name ?? english,
	};
}
