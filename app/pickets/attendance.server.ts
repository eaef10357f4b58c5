import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Numbers } from "./attendance-band.ts";

/** Who comes to one picket, in numbers alone. */
export interface Attendance extends Numbers {
	/** Parties behind the numbers. */
	parties: Numbers;
	/** Addresses that only want to be told of changes. */
	hearing: number;
	/** Parties that wait for the host's word. */
	asking: number;
}

/** Exact, for the host. What met a trap for bots, and what nobody has confirmed, is in no number. */
export async function attendance(db: Db, picketId: string): Promise<Attendance> {
	const { rows } = await sql<Counted>`
		select
			coalesce(sum(party) filter (where state = 'going' and sealed is not null), 0)::int as "withAddress",
			coalesce(sum(party) filter (where state = 'going' and sealed is null), 0)::int as without,
			count(party) filter (where state = 'going' and sealed is not null)::int as "partiesWith",
			count(*) filter (where state = 'going' and sealed is null)::int as "partiesWithout",
			count(*) filter (where state = 'going' and party is null)::int as hearing,
			count(*) filter (where state = 'asking')::int as asking
		from picket_rsvps where picket_id = ${picketId} and state <> 'pending' and not suspect`.execute(db);
	const { partiesWith = 0, partiesWithout = 0, withAddress = 0, without = 0, hearing = 0, asking = 0 } = rows[0] ?? {};
	return { withAddress, without, parties: { withAddress: partiesWith, without: partiesWithout }, hearing, asking };
}

interface Counted extends Numbers {
	partiesWith: number;
	partiesWithout: number;
	hearing: number;
	asking: number;
}

/** The same for many pickets at once, for their bands on a list; a picket to which nobody comes is not in it. */
export async function attendanceOf(db: Db, picketIds: readonly string[]): Promise<Map<string, Numbers>> {
	if (picketIds.length === 0) return new Map();
	const { rows } = await sql<Numbers & { id: string }>`
		select picket_id as id,
			coalesce(sum(party) filter (where sealed is not null), 0)::int as "withAddress",
			coalesce(sum(party) filter (where sealed is null), 0)::int as without
		from picket_rsvps
		where picket_id = any (${picketIds}::uuid[]) and state = 'going' and not suspect
		group by 1`.execute(db);
	return new Map(rows.map(({ id, withAddress, without }) => [id, { withAddress, without }]));
}
