import { sql } from "kysely";
import { locales } from "#app/i18n/translate.ts";
import type { Log } from "#app/log.ts";
import { askingForReview } from "#app/moderation/queue.server.ts";
import { nodeZoneData, type Overlap } from "#app/web/wall-time.ts";
import type { Db } from "#db/client.ts";
import { localTime } from "./facts.server.ts";
import { instantsOf, knowsAlmaty } from "./wall-time.ts";

/** What a look at all pickets to come has found. */
export interface Retimed {
	moved: number;
	/** Their clocks no longer show a time of theirs, or show it twice: only their hosts can say what is meant. */
	unclear: string[];
}

/**
 * Computes the instants of all pickets to come anew from their wall clocks and zones. Where a country has changed its
 * time the instant moves and so does the sequence, for calendars; nobody is mailed, as the time on the poster is the same.
 * What is unclear keeps its instants and is put to the desk of its campaign, once.
 * @param data this Node's zone data; a test passes others
 * @returns null where the zone data are too old to be believed: then nothing is touched
 */
export async function retimePickets(db: Db, data = nodeZoneData): Promise<Retimed | null> {
	if (!knowsAlmaty(data)) return null;
	const pickets = await db
		.selectFrom("pickets")
		.where("ends_at", ">", sql<Date>`now()`)
		.where("state", "<>", "rejected")
		.select(["id", "slug", "zone", "overlap", "starts_at", "ends_at"])
		.select([localTime("starts_local").as("startsLocal"), localTime("ends_local").as("endsLocal")])
		.execute();
	const unclear: string[] = [];
	const moved: { id: string; zone: string; startsLocal: string; endsLocal: string; startsAt: Date; endsAt: Date }[] =
		[];
	for (const { overlap, starts_at, ends_at, slug, ...picket } of pickets) {
		const at = instantsOf({ ...picket, overlap: overlap as Overlap | null }, data);
		if (!("startsAt" in at)) unclear.push(slug);
		else if (at.startsAt.getTime() !== starts_at.getTime() || at.endsAt.getTime() !== ends_at.getTime())
			moved.push({ ...picket, startsAt: at.startsAt, endsAt: at.endsAt });
	}
	await markUnclear(db, unclear);
	return { moved: await move(db, moved), unclear };
}

/** Marks those that are unclear, and no others; the desk is asked about each once, as long as it stays so. */
async function markUnclear(db: Db, unclear: readonly string[]): Promise<void> {
	await sql`
		with turned as (
			update pickets set unclear = not unclear
			where unclear <> (slug = any(${unclear}::text[])) and ends_at > now()
			returning id, campaign_id, locale, state, unclear)
		${askingForReview(
			"picket-change",
			sql`select campaign_id, id as subject_id, false as first,
				case when locale = any(${[...locales]}::text[]) then locale else 'en' end as locale
			from turned where unclear and state in ('listed', 'unlisted')`,
		)}`.execute(db);
}

async function move(db: Db, moved: readonly object[]): Promise<number> {
	if (moved.length === 0) return 0;
	// Whoever changed the picket in between has computed its instants by the same data.
	const { numAffectedRows } = await sql`
		update pickets p set starts_at = m."startsAt", ends_at = m."endsAt", sequence = p.sequence + 1, updated_at = now()
		from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) m
			(id uuid, zone text, "startsLocal" timestamp, "endsLocal" timestamp, "startsAt" timestamptz, "endsAt" timestamptz)
		where p.id = m.id and p.zone = m.zone and p.starts_local = m."startsLocal" and p.ends_local = m."endsLocal"
			and (p.starts_at, p.ends_at) is distinct from (m."startsAt", m."endsAt")`.execute(db);
	return Number(numAffectedRows ?? 0);
}

/** Does so and says what came of it: each hour, as Node and its zone data may be new. */
export async function retimeAndTell(db: Db, log: { warn: Log; info: Log }): Promise<void> {
	const retimed = await retimePickets(db);
	if (!retimed) log.warn("the zone data of this Node are older than 2024a: pickets keep their instants");
	else if (retimed.moved > 0) log.info("pickets retimed", { moved: retimed.moved });
}
