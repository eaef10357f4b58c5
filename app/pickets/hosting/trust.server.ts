import { holdsEverything } from "#app/moderation/queue.server.ts";
import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";

/** Whether what a host writes is shown at once and read after: they are trusted, and nobody holds everything just now. */
export async function isTrusted(db: Db, keys: KeyRing, campaignId: number, email: string): Promise<boolean> {
	if (await holdsEverything(db, campaignId)) return false;
	const row = await db
		.selectFrom("trusted_hosts")
		.where("campaign_id", "=", campaignId)
		.where("fingerprint", "=", await printOf(db, keys, campaignId, email))
		.select("campaign_id")
		.executeTakeFirst();
	return row !== undefined;
}

/** From now on this host's pickets are listed at once and read after. */
export async function trustHost(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	email: string,
	reason: "endorsement" | "listed before",
): Promise<void> {
	await db
		.insertInto("trusted_hosts")
		.values({ campaign_id: campaignId, fingerprint: await printOf(db, keys, campaignId, email), reason })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** Under the campaign's key: it tells nothing of what else that address has done. */
async function printOf(db: Db, keys: KeyRing, campaignId: number, email: string): Promise<Buffer> {
	const { slug, key_sealed } = await db
		.selectFrom("campaigns")
		.where("id", "=", campaignId)
		.select(["slug", "key_sealed"])
		.executeTakeFirstOrThrow();
	return fingerprint(openFingerprintKey(keys, `campaigns/${slug}`, key_sealed), email);
}
