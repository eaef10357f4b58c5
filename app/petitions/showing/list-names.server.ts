import { type SqlBool, sql } from "kysely";
import { smallest } from "#app/small.ts";
import type { Db } from "#db/client.ts";

/** Names that come to the list in one statement. */
const BATCH = 10_000;

const waits = sql<SqlBool>`visibility = 'public' and not listed and state = 'confirmed' and sealed is not null
	and hidden_on is null and name_read = 'released' and confirmed_on < current_date`;

/**
 * Puts the names of those who chose so, and that a moderator has read and released, on the public list, of each petition at least five at once, and of nobody who
 * confirmed today: who compares the list of two days learns neither who joined when nor after whom. Fewer wait for the
 * next night. Twice lists nobody twice.
 * @param signal ends it after the batch at hand
 * @returns how many names came to the list
 */
export async function listNames(db: Db, signal?: AbortSignal): Promise<number> {
	const { rows } = await sql<{ id: number }>`
		select petition_id as id from signatures where ${waits}
		group by petition_id having count(*) >= ${sql.lit(smallest)} order by petition_id`.execute(db);
	let listed = 0;
	for (const { id } of rows)
		for (let came = 1; came > 0 && !signal?.aborted; listed += came) came = await listSome(db, id);
	return listed;
}

async function listSome(db: Db, petitionId: number): Promise<number> {
	const { numAffectedRows = 0n } = await sql`
		with waiting as materialized (
			select id from signatures where petition_id = ${petitionId} and ${waits} limit ${sql.lit(BATCH)})
		update signatures s set listed = true from waiting w
		where s.id = w.id and s.visibility = 'public'
			and (select count(*) from waiting) >= ${sql.lit(smallest)}`.execute(db);
	return Number(numAffectedRows);
}
