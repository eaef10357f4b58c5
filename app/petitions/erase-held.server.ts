import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { cancelling } from "#emails/outbox.ts";
import { type Prints, printsOf } from "./held.server.ts";
import { withdrawing } from "./withdrawing.server.ts";

/**
 * Withdraws one signature of an address, or all of them, as the links of their mails would: until the hand-in, and
 * twice withdraws once.
 * @param only its id; another's does nothing
 * @returns how many it was this call that withdrew
 */
export async function withdrawHeld(db: Db, prints: Prints, only?: string): Promise<number> {
	const ids = await idsOf(db, "signatures", prints, only);
	const { numAffectedRows = 0n } = await sql`
		with ${withdrawing(sql`s.id = any (${ids}::uuid[])`)}
		insert into erasures (about, row_id) select 'signature', id from gone`.execute(db);
	return Number(numAffectedRows);
}

/**
 * Empties the forms of an address that wait to be confirmed, one or all, and cancels their mails; their links say that
 * they were withdrawn.
 * @returns how many it was this call that ended
 */
export async function cancelHeld(db: Db, prints: Prints, only?: string): Promise<number> {
	const ids = await idsOf(db, "submissions", prints, only);
	const { numAffectedRows = 0n } = await sql`
		with ended as (
			update submissions set state = 'withdrawn', sealed = null, fingerprint = null, domain_fingerprint = null
			where id = any (${ids}::uuid[]) and state = 'pending'
			returning id),
		cancelled as (${cancelling(sql`select id from ended`)})
		insert into erasures (about, row_id) select 'submission', id from ended`.execute(db);
	return Number(numAffectedRows);
}

/**
 * Erases all that petitions hold under an address. What has been handed in stays counted and keeps nothing of anybody,
 * as every signature of its petition will the next night.
 * @returns how many rows ended
 */
export async function eraseOfPetitions(trx: Db, prints: Prints): Promise<number> {
	// First: one that is being confirmed at this moment becomes a signature before we look, or never.
	const cancelled = await cancelHeld(trx, prints);
	const withdrawn = await withdrawHeld(trx, prints);
	const ids = await idsOf(trx, "signatures", prints);
	const { numAffectedRows = 0n } = await sql`
		with emptied as (
			update signatures set fingerprint = null, domain_fingerprint = null, withdraw_hash = null, sealed = null,
				line = 'none', listed = false
			where id = any (${ids}::uuid[]) returning id)
		insert into erasures (about, row_id) select 'person', id from emptied`.execute(trx);
	return cancelled + withdrawn + Number(numAffectedRows);
}

async function idsOf(db: Db, table: "signatures" | "submissions", prints: Prints, only?: string): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select s.id from ${printsOf(prints)}
		join ${sql.table(table)} s on s.petition_id = w.petition_id and s.fingerprint = w.fingerprint
			${only === undefined ? sql`` : sql`and s.id::text = ${only}`}
		order by s.id`.execute(db);
	return rows.map(({ id }) => id);
}
