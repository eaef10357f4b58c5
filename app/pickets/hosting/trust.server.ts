import { holdsEverything } from "#app/moderation/queue.server.ts";
import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";

/** Whether what a host writes is shown at once and read after: they are trusted, and nobody holds everything just now. */
export async function isTrusted(db: Db, keys: KeyRing, campaignId: number, email: string): Promise<boolean> {
	if (await holdsEverything(db, campaignId)) return false;
	return (await trustedAmong(db, keys, campaignId, [email])).size > 0;
}

/** Which of these addresses a campaign trusts. */
export async function trustedAmong(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	emails: readonly string[],
): Promise<ReadonlySet<string>> {
	if (emails.length === 0) return new Set();
	const print = await printer(db, keys, campaignId);
	const byPrint = new Map(emails.map((email) => [print(email).toString("hex"), email]));
	const rows = await db
		.selectFrom("trusted_hosts")
		.where("campaign_id", "=", campaignId)
		.where("fingerprint", "in", emails.map(print))
		.select("fingerprint")
		.execute();
	return new Set(rows.flatMap(({ fingerprint }) => byPrint.get(fingerprint.toString("hex")) ?? []));
}

/** From now on this host's pickets are listed at once and read after. @returns false for who was trusted before */
export async function trustHost(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	email: string,
	reason: "endorsement" | "listed before",
): Promise<boolean> {
	const print = await printer(db, keys, campaignId);
	const { numInsertedOrUpdatedRows } = await db
		.insertInto("trusted_hosts")
		.values({ campaign_id: campaignId, fingerprint: print(email), reason })
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** From now on this host's pickets wait for a moderator again; what is listed stays. @returns false for who was not trusted */
export async function distrustHost(db: Db, keys: KeyRing, campaignId: number, email: string): Promise<boolean> {
	const print = await printer(db, keys, campaignId);
	const { numDeletedRows } = await db
		.deleteFrom("trusted_hosts")
		.where("campaign_id", "=", campaignId)
		.where("fingerprint", "=", print(email))
		.executeTakeFirst();
	return numDeletedRows > 0n;
}

/** Under the campaign's key: it tells nothing of what else that address has done. */
async function printer(db: Db, keys: KeyRing, campaignId: number): Promise<(email: string) => Buffer> {
	const { slug, key_sealed } = await db
		.selectFrom("campaigns")
		.where("id", "=", campaignId)
		.select(["slug", "key_sealed"])
		.executeTakeFirstOrThrow();
	const key = openFingerprintKey(keys, `campaigns/${slug}`, key_sealed);
	return (email) => fingerprint(key, email);
}
