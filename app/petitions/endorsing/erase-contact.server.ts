import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { eraseEndorsementContact, findEndorsementsOf } from "./held.server.ts";

/**
 * Erases an address as the contact of one body that endorses, or of all.
 * @param only the endorsement's id; another's does nothing
 * @returns how many it was this call that erased
 */
export async function eraseEndorsementsOf(db: Db, keys: KeyRing, address: string, only?: string): Promise<number> {
	const found = (await findEndorsementsOf(db, keys, address)).filter(({ id }) => only === undefined || id === only);
	let erased = 0;
	// One address speaks for a few bodies at most; each is a short transaction, or a part of the caller's.
	for (const { id } of found) if (await eraseEndorsementContact(db, id)) erased++;
	return erased;
}

/**
 * Does again, in a restored copy, what was erased of contacts since it was made.
 * @param ids of their endorsements
 * @returns how many rows it changed
 */
export async function eraseContactsAgain(trx: Db, ids: readonly string[]): Promise<number> {
	const { rows } = await sql<{ n: number }>`
		with emptied as (
			update endorsements set contact_sealed = null, fingerprint = null, token_hash = null
			where id = any (${[...ids]}::uuid[]) and contact_sealed is not null and state <> 'unverified'
			returning id),
		unverified as (
			delete from organisations where id in (
				select organisation_id from endorsements where id = any (${[...ids]}::uuid[]) and state = 'unverified')
			returning id)
		select (select count(*) from emptied) + (select count(*) from unverified) as n`.execute(trx);
	return rows[0]?.n ?? 0;
}
