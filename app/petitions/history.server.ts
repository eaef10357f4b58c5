import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Hour } from "./history.ts";

/**
 * The hours of a petition that are over, oldest first: at most 24 rows a day since it opened.
 * Undefined when there is none of that name.
 */
export async function hoursOf(db: Db, slug: string): Promise<Hour[] | undefined> {
	const { rows } = await sql<Hour | { hour: null; n: null }>`
		select h.hour, h.n from petitions p left join lateral (
			select hour, sum(n)::bigint as n from (
				select hour, n from signature_hours where petition_id = p.id
				union all
				select hour, d from signature_deltas where petition_id = p.id
			) changes
			-- An hour takes no more changes once the longest statement begun in it has ended.
			where hour < date_trunc('hour', now() - interval '2 minutes')
			group by hour
		) h on true
		where p.slug = ${slug} order by h.hour`.execute(db);
	if (rows.length === 0) return undefined;
	return rows.filter((row): row is Hour => row.hour !== null);
}
