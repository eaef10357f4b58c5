import type { Settings } from "#app/env.server.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import type { PicketFacts } from "../facts.ts";
import { calendarEvent } from "../feeds/calendar-event.ts";
import { calendarSite } from "../feeds/feed.server.ts";
import { calendarText } from "../feeds/ics.ts";
import type { PublicPicket } from "../picket.server.ts";
import type { Telling } from "./batch.server.ts";
import { placeNamer, placeNames } from "./name-place.server.ts";
import { factLines, type ToldWords, toldWords } from "./notice-words.ts";

/** For whom a mail is written: the same for all who share these three. */
export interface Reader {
	locale: Locale;
	knowsWhere: boolean;
	/** The site as they reached it. */
	origin: string;
}

/** What mails about a picket have, for one kind of reader. */
export interface Written {
	values: { day: string; facts: string };
	/** The entry that takes the place of the former one in a calendar (RFC 5545, METHOD:PUBLISH, nobody invited). */
	calendar: string;
	/** A picket as it was or is, in their words. */
	words(facts: PicketFacts): ToldWords;
}

/**
 * What writes mails about a picket.
 * @param before ids of places that readers were told before
 */
export async function mailWriter(
	db: Db,
	settings: Settings,
	telling: Telling,
	before: readonly (string | null)[] = [],
): Promise<(reader: Reader) => Promise<Written>> {
	const { facts } = telling.picket;
	const names = await placeNames(db, [facts.placeId, ...before]);
	const place = facts.placeId === null ? null : (names.get(facts.placeId) ?? null);
	return once(async ({ locale, knowsWhere, origin }) => {
		const namePlace = await placeNamer(names, locale);
		const words = (of: PicketFacts) => toldWords(of, locale, namePlace, knowsWhere);
		const now = words(facts);
		const site = { ...(await calendarSite(settings, origin, locale)), origin };
		const event = calendarEvent(shownTo(telling, place, knowsWhere), site);
		const calendar = calendarText(
			{ name: event.summary, description: translator(locale)("pickets.about"), events: [event], method: "PUBLISH" },
			() => undefined,
		);
		return { values: { day: now.day, facts: factLines(now, locale) }, calendar, words };
	});
}

/** The picket as a reader may see it: with the meeting point, as if it were public, for who is entitled. */
function shownTo(
	{ picket, updatedAt, createdOn }: Telling,
	place: PublicPicket["place"],
	knowsWhere: boolean,
): PublicPicket {
	const { facts, state, ...rest } = picket;
	const where = knowsWhere
		? { place, meetingPoint: facts.meetingPoint || null, onlineUrl: facts.onlineUrl || null }
		: { place: null, meetingPoint: null, onlineUrl: null, latitude: null, longitude: null };
	return {
		...rest,
		...facts,
		...where,
		addressLevel: knowsWhere ? "public" : facts.addressLevel,
		cancelled: state === "cancelled" || state === "rejected",
		updatedAt,
		createdOn,
	};
}

/** Writes each different mail once, however many people get it. */
function once(write: (reader: Reader) => Promise<Written>): (reader: Reader) => Promise<Written> {
	const written = new Map<string, Promise<Written>>();
	return (reader) => {
		const name = `${reader.locale} ${reader.knowsWhere} ${reader.origin}`;
		const known = written.get(name) ?? write(reader);
		written.set(name, known);
		return known;
	};
}
