import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/**
 * Deletes all numbers without an address of a picket, for a host who does not believe them: the count begins anew. Who
 * left an address stays; each erasure is written down for restored backups.
 */
export async function dropNumbers(db: Db, picketId: string): Promise<void> {
	await sql`
		with gone as (delete from picket_rsvps where picket_id = ${picketId} and sealed is null returning id)
		insert into erasures (about, row_id) select 'rsvp', id from gone`.execute(db);
}
