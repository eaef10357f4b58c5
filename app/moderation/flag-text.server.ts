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
	const [found = []] = await flagTexts(db, keys, campaignId, [text]);
	return found;
}

/**
 * The same of several texts, in as many round trips.
 * @returns the flags of each, in their order
 */
export async function flagTexts(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	texts: readonly string[],
): Promise<Flag[][]> {
	const key = await nameKey(db, keys, campaignId);
	const named = texts.flatMap((text, at) => namesIn(text).map((name) => ({ at, print: printOf(key, name) })));
	const { rows } = await sql<{ at: number }>`
		select distinct n.at from unnest(${named.map(({ at }) => at)}::int[], ${named.map(({ print }) => print)}::bytea[])
			as n (at, fingerprint)
		join protected_names using (fingerprint) where campaign_id = ${campaignId}`.execute(db);
	const hits = new Set(rows.map(({ at }) => at));
	return texts.map((text, at) => (hits.has(at) ? [...flagsOf(text), "protected-name"] : flagsOf(text)));
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
