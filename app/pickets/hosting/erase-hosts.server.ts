import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { cancelling } from "#emails/outbox.ts";

/**
 * Deletes what is kept of hosts, in one statement: their links end, what has not been mailed is cancelled, and a picket
 * that its host had not confirmed goes too. One that is announced stays, in the organisers' hands.
 * @returns how many it was this call that deleted
 */
export async function eraseHosts(db: Db, ids: readonly string[]): Promise<number> {
	const { numAffectedRows = 0n } = await sql`
		with gone as (delete from picket_hosts where id = any (${[...ids]}::uuid[]) returning id, picket_id, role),
		unannounced as (
			delete from pickets where state = 'unverified' and id in (select picket_id from gone where role = 'host')),
		cancelled as (${cancelling(sql`select id from gone`)})
		insert into erasures (about, row_id) select 'host', id from gone`.execute(db);
	return Number(numAffectedRows);
}
