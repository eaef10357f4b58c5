import { sql } from "kysely";
import { fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { cancelling } from "#emails/outbox.ts";
import { findEndorsement, readEndorsements, sealContact } from "./endorsement.server.ts";
import { branchToken, endorsementKey } from "./key.server.ts";
import type { EndorsementState } from "./transition.ts";

/** What is held of an address as the contact of a body that endorses. */
export interface HeldEndorsement {
	id: string;
	/** The petition's slug. */
	petition: string;
	organisation: string;
	officerRole: string;
	email: string;
	state: EndorsementState;
	/** Of the body's own page. */
	token: string;
	/** The words by which it agreed to be named. */
	agreed: { purpose: string; version: number; locale: string; on: string; text: string }[];
}

/** Every endorsement whose contact is this address, of all petitions that still have a key. */
export async function findEndorsementsOf(db: Db, keys: KeyRing, address: string): Promise<HeldEndorsement[]> {
	const prints = await printsOf(db, keys, address);
	if (prints.length === 0) return [];
	const found = await readEndorsements(db, keys, sql`e.fingerprint = any(${prints}::bytea[]) order by e.id`);
	const { rows } = await sql<{ id: string; agreed: HeldEndorsement["agreed"] }>`
		select c.endorsement_id as id, json_agg(json_build_object('purpose', t.purpose, 'version', t.version,
			'locale', t.locale, 'on', c.given_on, 'text', t.text) order by c.given_on, t.version) as agreed
		from endorsement_consents c join consent_texts t using (purpose, version, locale)
		where c.endorsement_id = any(${found.map(({ id }) => id)}::uuid[]) group by c.endorsement_id`.execute(db);
	const agreed = new Map(rows.map((row) => [row.id, row.agreed]));
	return found.flatMap(({ id, petition, organisation, contact, state }) =>
		contact && petition.keySealed
			? [
					{
						id,
						petition: petition.slug,
						organisation: organisation.name,
						officerRole: contact.officerRole,
						email: contact.email,
						state,
						token: branchToken(endorsementKey(keys, petition.slug, petition.keySealed), id),
						agreed: agreed.get(id) ?? [],
					},
				]
			: [],
	);
}

/**
 * Puts another address, or office, in the place of a body's contact; its own page keeps its link.
 * @param to the new address, which its holder has confirmed
 * @returns false when there is no such contact any more
 */
export async function correctEndorsementContact(
	db: Db,
	keys: KeyRing,
	id: string,
	to: { email?: string; officerRole?: string },
): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const found = await findEndorsement(trx, keys, id, true);
		if (!found?.contact || !found.petition.keySealed) return false;
		const contact = { ...found.contact, ...to };
		const key = endorsementKey(keys, found.petition.slug, found.petition.keySealed);
		await trx
			.updateTable("endorsements")
			.set({ contact_sealed: sealContact(keys, id, contact), fingerprint: fingerprint(key, contact.email) })
			.where("id", "=", id)
			.execute();
		return true;
	});
}

/**
 * Erases a body's contact, and the mails that wait for it; the body's endorsement, which is not personal, stays until it is
 * withdrawn. A claim that nobody has verified goes whole.
 * @returns false when there is none
 */
export async function eraseEndorsementContact(db: Db, id: string): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{ organisation_id: string; state: string }>`
			with found as (
				select id, organisation_id, state from endorsements where id = ${id} and contact_sealed is not null for update),
			emptied as (
				update endorsements e set contact_sealed = null, fingerprint = null, token_hash = null
				from found where e.id = found.id),
			cancelled as (${cancelling(sql`select id from found
				union all select m.id from endorsement_mails m join found on m.endorsement_id = found.id`)}),
			noted as (insert into erasures (about, row_id) select 'endorsement', id from found)
			select organisation_id, state from found`.execute(trx);
		const [erased] = rows;
		if (erased?.state === "unverified")
			await trx.deleteFrom("organisations").where("id", "=", erased.organisation_id).execute();
		return erased !== undefined;
	});
}

async function printsOf(db: Db, keys: KeyRing, address: string): Promise<Buffer[]> {
	const petitions = await db
		.selectFrom("petitions")
		.where("key_sealed", "is not", null)
		.select(["slug", "key_sealed"])
		.execute();
	return petitions.flatMap(({ slug, key_sealed }) =>
		key_sealed ? [fingerprint(endorsementKey(keys, slug, key_sealed), address)] : [],
	);
}
