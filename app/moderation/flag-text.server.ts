import { createHmac } from "node:crypto";
import { sql } from "kysely";
import { type FingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { type Flag, flagsOf } from "./flags.ts";
import { nameOf, namesIn } from "./names.ts";

/**
 * Everything that the filters find in a text, the campaign's protected names too.
 * @throws when there is no such campaign
 */
export async function flagText(db: Db, keys: KeyRing, campaignId: number, text: string): Promise<Flag[]> {
	const found = flagsOf(text);
	const key = await nameKey(db, keys, campaignId);
	const prints = namesIn(text).map((name) => printOf(key, name));
	const { rows } = await sql<{ found: boolean }>`
		select exists (select from protected_names where campaign_id = ${campaignId} and fingerprint = any(${prints}::bytea[]))
			as found`.execute(db);
	return rows[0]?.found ? [...found, "protected-name"] : found;
}

/**
 * Puts a name on the campaign's list, or takes it off. The list cannot be read: it only answers whether a name is on it.
 * @returns false when the text has no name
 */
export async function protectName(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	name: string,
	protect: boolean,
): Promise<boolean> {
	const normal = nameOf(name);
	if (!normal) return false;
	const print = printOf(await nameKey(db, keys, campaignId), normal);
	await (protect
		? sql`insert into protected_names (campaign_id, fingerprint) values (${campaignId}, ${print}) on conflict do nothing`
		: sql`delete from protected_names where campaign_id = ${campaignId} and fingerprint = ${print}`
	).execute(db);
	return true;
}

async function nameKey(db: Db, keys: KeyRing, campaignId: number): Promise<FingerprintKey> {
	const { slug, key_sealed } = await db
		.selectFrom("campaigns")
		.select(["slug", "key_sealed"])
		.where("id", "=", campaignId)
		.executeTakeFirstOrThrow();
	return openFingerprintKey(keys, `campaigns/${slug}`, key_sealed);
}

function printOf(key: FingerprintKey, name: string): Buffer {
	return createHmac("sha256", key).update(`protected name ${name}`).digest();
}
