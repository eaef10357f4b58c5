import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { nodeZoneData } from "#app/web/wall-time.ts";
import type { Db } from "#db/client.ts";
import { shownReport } from "../after/shown-report.server.ts";
import { assemblyRule } from "../assembly.server.ts";
import { attendanceOf } from "../attendance.server.ts";
import { attendanceBand } from "../attendance-band.ts";
import { cityNamed } from "../cities.server.ts";
import { type PublicPicket, proposalOf } from "../picket.server.ts";

/** What the page of a picket shows beside the picket itself. */
export async function picketPage(db: Db, keys: KeyRing, picket: PublicPicket, locale: Locale) {
	const [campaign, going, proposal, previousStart, named, report] = await Promise.all([
		campaignOf(db, picket.campaignId, locale),
		attendanceOf(db, [picket.id]),
		proposalOf(db, picket.id),
		previousStartOf(db, keys, picket),
		cityNamed(locale),
		shownReport(db, picket.id),
	]);
	const numbers = going.get(picket.id);
	const cityName = (english: string, country: string) => named(english, country)?.name ?? english;
	// Of a proposed place too: a function does not go into a page.
	const places = (proposal?.shown ?? []).flatMap((change) =>
		change.field === "place" ? [change.old, change.new] : [],
	);
	return {
		locale,
		picket,
		campaign,
		cityName: cityName(picket.city, picket.country),
		proposedCities: Object.fromEntries(
			places.map(({ city, country }) => [`${country} ${city}`, cityName(city, country)]),
		),
		/** About how many come; null for too few to say. */
		band: numbers ? attendanceBand(numbers) : null,
		proposal,
		/** RFC 3339 in UTC; null while the beginning has not moved. */
		previousStart,
		rule: assemblyRule(picket.country, locale),
		/** How it was, once that has been read and it is long enough over. */
		report,
	};
}

/** The campaign that a picket belongs to, as a way back. */
async function campaignOf(db: Db, campaignId: number, locale: Locale) {
	return db
		.selectFrom("campaigns as c")
		.innerJoin("campaign_editions as e", (join) => join.onRef("e.campaign_id", "=", "c.id").on("e.locale", "=", locale))
		.where("c.id", "=", campaignId)
		.select(["c.slug", "e.title"])
		.executeTakeFirst();
}

/** When it was to begin before that was last changed. */
async function previousStartOf(db: Db, keys: KeyRing, { id, zone }: PublicPicket): Promise<string | null> {
	const row = await db
		.selectFrom("picket_changes")
		.where("picket_id", "=", id)
		.where("field", "=", "starts")
		.orderBy("sequence", "desc")
		.limit(1)
		.select(["id", "sealed"])
		.executeTakeFirst();
	if (!row) return null;
	const { old } = open<{ old: string }>(keys, `picket_changes/${row.id}`, row.sealed);
	// Where clocks show the old time twice or not at all, no second of it is meant.
	const [at] = nodeZoneData(old, zone);
	return at?.toISOString() ?? null;
}
