import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { open, seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type BeneficiaryWords, beneficiaryFields } from "./beneficiary-words.ts";
import { addKey, destroyKeys, type Kept, keyOf, type Vault } from "./vault.server.ts";

const fields = Object.keys(beneficiaryFields) as (keyof BeneficiaryWords)[];

/**
 * Writes down somebody whom the fund may help, under a key of their own.
 * @param trx a transaction: the key is on the disk before it commits
 * @returns their number; null where there is no file to keep the key in
 */
export async function enterBeneficiary(
	trx: Db,
	vault: Vault,
	campaignId: number,
	by: string,
	words: BeneficiaryWords,
): Promise<string | null> {
	const id = randomUUID();
	const own = await addKey(trx, vault, id);
	if (!own) return null;
	const locked = seal(own, `beneficiaries/${id}`, words);
	await trx.insertInto("beneficiaries").values({ id, campaign_id: campaignId, locked, entered_by: by }).execute();
	return id;
}

/** Opens what is known of one: null where nothing is, or their key is not here. */
export async function openBeneficiary(
	db: Db,
	vault: Vault,
	campaignId: number,
	id: string,
): Promise<BeneficiaryWords | null> {
	const row = await find(db, campaignId, id);
	const own = row?.locked ? await keyOf(vault, id) : null;
	return row?.locked && own ? open<BeneficiaryWords>(own, `beneficiaries/${id}`, row.locked) : null;
}

/**
 * Mends what is known of one, under the same key. Approvals given before stand no longer, so that what is saved as it was
 * changes nothing.
 * @returns whether they are there, and their key is
 */
export async function mendBeneficiary(
	trx: Db,
	vault: Vault,
	campaignId: number,
	id: string,
	words: BeneficiaryWords,
): Promise<boolean> {
	const row = await find(trx, campaignId, id);
	const own = row?.locked ? await keyOf(vault, id) : null;
	if (!row?.locked || !own) return false;
	const before = open<BeneficiaryWords>(own, `beneficiaries/${id}`, row.locked);
	if (fields.every((field) => before[field] === words[field])) return true;
	const locked = seal(own, `beneficiaries/${id}`, words);
	await trx.updateTable("beneficiaries").set({ locked }).where("id", "=", id).execute();
	return true;
}

function find(db: Db, campaignId: number, id: string) {
	return db
		.selectFrom("beneficiaries")
		.where("campaign_id", "=", campaignId)
		.where("id", "=", id)
		.select("locked")
		.executeTakeFirst();
}

/** What erasing came to; `open` while something is asked for, promised, or paid without evidence. */
export type Erased = "erased" | "open" | "unknown" | "no file";

/**
 * Erases somebody: their words, those of each check, payment and piece of evidence, and the key of them all. The books
 * keep a number that leads nowhere.
 * @param trx a transaction: the key is destroyed before it commits
 */
export async function eraseBeneficiary(trx: Db, vault: Vault, campaignId: number, id: string): Promise<Erased> {
	const { rows } = await sql<{ open: boolean }>`
		select exists (select from aid_requests r where r.beneficiary_id = b.id and r.state in ('requested', 'payable', 'paid')) as open
		from beneficiaries b where id = ${id} and campaign_id = ${campaignId} and erased_on is null
		for no key update`.execute(trx);
	const [row] = rows;
	if (!row) return "unknown";
	if (row.open) return "open";
	// The key first: nobody is called erased whose key is still there.
	if ((await destroyKeys(trx, vault, [id])) === "no file") return "no file";
	await sql`update beneficiaries set locked = null, erased_on = current_date where id = ${id}`.execute(trx);
	return "erased";
}

/**
 * Destroys the keys of all who are erased, where one was left: what the retention rules end, they end in the database
 * alone. Only what the database says is erased goes: pointed at another one, nothing is lost.
 * @returns `no file` where it is not here, and keys may be left in it
 */
export function destroyErasedKeys(db: Db, vault: Vault): Promise<Kept> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{ id: string }>`select id from beneficiaries where erased_on is not null`.execute(trx);
		const ids = rows.map(({ id }) => id);
		return ids.length > 0 ? destroyKeys(trx, vault, ids) : "kept";
	});
}
