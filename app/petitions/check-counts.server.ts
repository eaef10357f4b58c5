import { sql } from "kysely";
import type { Log } from "#app/log.ts";
import type { Db } from "#db/client.ts";

/** A published number that is not what the signatures say. */
export interface WrongCount {
	petition: string;
	/**
	 * Of signatures `total`, `country`, `locale`, `source`, their crossing `cell`, or `hours`; of those who stand beside
	 * them `organisations`, whom they say that they represent, and `paper`.
	 */
	dimension: string;
	/** How many of the dimension's numbers are wrong. */
	wrong: number;
	/** The dimension's sum as published, and as its rows say. */
	published: number;
	counted: number;
}

/**
 * Recomputes every published number of every petition from its signatures, its endorsements and its sheets of paper, in
 * one snapshot, and changes nothing: a wrong number is a fault to be found, not to be painted over.
 * @returns what differs; empty when every count is right
 */
export async function checkCounts(db: Db): Promise<WrongCount[]> {
	const { rows } = await sql<WrongCount>`
		with counted as (
			select petition_id, country, locale, source, count(*) as n
			from signatures where state = 'confirmed' group by 1, 2, 3, 4
		), waiting as (
			select petition_id, country, locale, source, sum(d) as n from signature_deltas group by 1, 2, 3, 4
		), cells as (
			select petition_id, country, locale, source, n as published, 0 as counted from signature_counts
			union all select petition_id, country, locale, source, n, 0 from waiting
			union all select petition_id, country, locale, source, 0, n from counted
		), numbers as (
			select petition_id, dimension, name, published, counted
			from cells cross join lateral (values ('country', country), ('locale', locale), ('source', source),
				('cell', concat_ws('/', country, locale, source))) as d (dimension, name)
			union all select petition_id, 'total', '', signatures, 0 from petition_counts
			union all select petition_id, 'hours', '', n, 0 from signature_hours
			union all select petition_id, dimension, '', published, counted
			from (
				select petition_id, n as published, 0 as counted from waiting
				union all select petition_id, 0, n from counted
			) each cross join (values ('total'), ('hours')) as d (dimension)
		), sums as (
			select petition_id, dimension, name, sum(published) as published, sum(counted) as counted
			from numbers group by 1, 2, 3
			union all
			select n.petition_id, d.dimension, '', d.published, d.counted
			from petition_counts n cross join lateral endorsed(n.petition_id) e
			cross join lateral (
				select coalesce(sum(counted), 0) as n from paper_sheets
				where petition_id = n.petition_id and state = 'counted') sheets
			cross join lateral (values ('organisations', n.organisations, e.organisations),
				('represented', n.represented, e.represented), ('paper', n.paper, sheets.n)) as d (dimension, published, counted)
		)
		select p.slug as petition, s.dimension, count(*) filter (where s.published <> s.counted) as wrong,
			sum(s.published)::bigint as published, sum(s.counted)::bigint as counted
		from sums s join petitions p on p.id = s.petition_id
		group by 1, 2 having bool_or(s.published <> s.counted) order by 1, 2`.execute(db);
	return rows;
}

/** Checks every count and raises an alarm for each that is wrong; says sums alone, as a small cell could name somebody. */
export async function alarmWrongCounts(db: Db, log: { error: Log }): Promise<void> {
	for (const wrong of await checkCounts(db)) log.error("counts differ from the signatures", { ...wrong });
}
