import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { domainBucket } from "#emails/domain-bucket.ts";

const AT_ONCE = 1_000;

/** Fills all that are left. */
export async function fillAllBuckets(db: Db, keys: KeyRing): Promise<void> {
	while ((await fillBuckets(db, keys)) === AT_ONCE);
}

/**
 * Writes down the provider of subscriptions that are older than its column, a thousand at a time; any number of workers.
 * @returns how many; fewer than a thousand when it is done
 */
async function fillBuckets(db: Db, keys: KeyRing): Promise<number> {
	const rows = await db
		.selectFrom("subscriptions")
		.where("domain_bucket", "is", null)
		.orderBy("id")
		.limit(AT_ONCE)
		.select(["id", "sealed"])
		.execute();
	if (rows.length === 0) return 0;
	const buckets = rows.map(({ id, sealed }) =>
		domainBucket(open<{ email: string }>(keys, `subscriptions/${id}`, sealed).email),
	);
	await sql`
		update subscriptions s set domain_bucket = f.bucket
		from unnest(${rows.map(({ id }) => id)}::uuid[], ${buckets}::smallint[]) f (id, bucket)
		where s.id = f.id and s.domain_bucket is null`.execute(db);
	return rows.length;
}
