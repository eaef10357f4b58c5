import { type FingerprintKey, newFingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";

const PLACE = "installation_keys/address";

/**
 * The installation's key for suppressions and mail caps, made on first use. Two processes that
 * make it at once get the same one.
 */
export async function addressKey(db: Db, ring: KeyRing): Promise<FingerprintKey> {
	const stored = await read(db);
	if (stored) return openFingerprintKey(ring, PLACE, stored);
	await db
		.insertInto("installation_keys")
		.values({ name: "address", sealed: newFingerprintKey(ring, PLACE) })
		.onConflict((conflict) => conflict.column("name").doNothing())
		.execute();
	const made = await read(db);
	if (!made) throw new Error("the installation's address key was deleted while it was made");
	return openFingerprintKey(ring, PLACE, made);
}

async function read(db: Db): Promise<Buffer | undefined> {
	const row = await db
		.selectFrom("installation_keys")
		.select("sealed")
		.where("name", "=", "address")
		.executeTakeFirst();
	return row?.sealed;
}
