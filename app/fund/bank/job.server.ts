import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { promiseDueReceipts } from "../holding/receipts.server.ts";
import { alarmOfAged } from "./aged.server.ts";

/** What the clock does for bank and held gifts: alarms of what is old, receipts of what two have accepted. */
export async function bankJob(db: Db, keys: KeyRing, origin: string): Promise<void> {
	await alarmOfAged(db);
	await promiseDueReceipts(db, keys, origin);
}
