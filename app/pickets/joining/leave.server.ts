import { type RawBuilder, type SqlBool, sql } from "kysely";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { cancelling } from "#emails/outbox.ts";

/**
 * Deletes the RSVP of a link, whether confirmed or not. Twice leaves once.
 * @returns whether it was this call that did
 */
export async function leavePicket(db: Db, token: string): Promise<boolean> {
	return (await leave(db, sql`token_hash = ${hashToken(token)}::bytea`)) > 0;
}

/** The same for RSVPs by their ids. @returns how many it was this call that deleted */
export async function leavePickets(db: Db, ids: readonly string[]): Promise<number> {
	return leave(db, sql`id = any (${[...ids]}::uuid[])`);
}

/**
 * Deletes RSVPs with all that is kept of them and cancels what has not been mailed yet, in one statement; the erasures
 * are written down for restored backups.
 */
async function leave(db: Db, which: RawBuilder<SqlBool>): Promise<number> {
	const { rows } = await sql<{ id: string }>`
		with gone as (delete from picket_rsvps where ${which} returning id),
		cancelled as (${cancelling(sql`
			select id from gone
			union all select m.id from picket_mails m join gone on gone.id = m.rsvp_id`)})
		insert into erasures (about, row_id) select 'rsvp', id from gone returning row_id as id`.execute(db);
	return rows.length;
}
