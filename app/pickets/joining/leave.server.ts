import { sql } from "kysely";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { cancelling } from "#emails/outbox.ts";

/**
 * Deletes an RSVP, whether confirmed or not, with all that is kept of it, and cancels what has not been mailed yet, in
 * one statement; the erasure is written down for restored backups. Twice leaves once.
 * @returns whether it was this call that did
 */
export async function leavePicket(db: Db, token: string): Promise<boolean> {
	const { rows } = await sql<{ id: string }>`
		with gone as (delete from picket_rsvps where token_hash = ${hashToken(token)}::bytea returning id),
		cancelled as (${cancelling(sql`
			select id from gone
			union all select m.id from picket_mails m join gone on gone.id = m.rsvp_id`)})
		insert into erasures (about, row_id) select 'rsvp', id from gone returning row_id as id`.execute(db);
	return rows.length > 0;
}
