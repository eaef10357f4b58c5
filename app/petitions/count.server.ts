import { sql } from "kysely";
import { channels } from "#db/channels.ts";
import type { Db } from "#db/client.ts";
import { locks } from "#db/locks.ts";
import { liveCount } from "./petition.server.ts";

/** The public count of a petition; `updatedAt` to the minute, as an ISO time. Undefined when there is none of that name. */
export async function countOf(db: Db, slug: string) {
	const row = await db
		.selectFrom("petitions as p")
		.innerJoin("petition_counts as n", "n.petition_id", "p.id")
		.where("p.slug", "=", slug)
		.select([liveCount.as("count"), "n.organisations", "n.represented", "n.paper", "n.counted_at"])
		.executeTakeFirst();
	if (!row) return undefined;
	const { counted_at, ...counted } = row;
	return { ...counted, updatedAt: `${counted_at.toISOString().slice(0, 16)}:00Z` };
}

/**
 * Moves every committed delta into the counts, in one statement: killed at any point it has happened
 * or it has not. A second rollup at the same time does nothing. Tells whoever keeps pages: once a round, not once a
 * signature, as a NOTIFY takes a lock of the whole database at its commit.
 * @returns the number of deltas moved
 */
export async function rollUpCounts(db: Db): Promise<number> {
	const { rows } = await sql<{ moved: number }>`
		with held as materialized (select pg_try_advisory_xact_lock(${locks.signatureCounts}) as it),
		moved as (
			delete from signature_deltas where (select it from held)
			returning petition_id, country, locale, source, d, hour),
		cells as (
			insert into signature_counts as c (petition_id, country, locale, source, n)
			select petition_id, country, locale, source, sum(d) from moved group by 1, 2, 3, 4
			on conflict (petition_id, country, locale, source) do update set n = c.n + excluded.n),
		hours as (
			insert into signature_hours as h (petition_id, hour, n)
			select petition_id, hour, sum(d) from moved group by 1, 2
			on conflict (petition_id, hour) do update set n = h.n + excluded.n),
		totals as (
			update petition_counts t set signatures = t.signatures + s.n, counted_at = now()
			from (select petition_id, sum(d) as n from moved group by 1) s where t.petition_id = s.petition_id)
		select count(*) as moved, (select pg_notify(${channels.pages}, '') from moved limit 1) from moved`.execute(db);
	return rows[0]?.moved ?? 0;
}
