import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { promiseDueReceipts } from "../holding/receipts.server.ts";
import { promiseDueReturns } from "../holding/returns.server.ts";
import { alarmOfAged } from "./aged.server.ts";
import { closeAgreed } from "./balances.server.ts";

/** What the clock does for bank and held gifts: alarms of what is old or agrees since, mails about what two have decided. */
export async function bankJob(db: Db, keys: KeyRing, origin: string): Promise<void> {
	await alarmOfAged(db);
	await closeAgreed(db);
	await promiseDueReceipts(db, keys, origin);
	await promiseDueReturns(db, keys, origin);
}
