import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { promiseDueReceipts } from "../holding/receipts.server.ts";
import { promiseDueReturns } from "../holding/returns.server.ts";
import { alarmOfAged } from "./aged.server.ts";
import { compareBalances } from "./compare.server.ts";

/** What the clock does for bank and held gifts: alarms of what is old, or is not what the bank says, mails about what two have decided. */
export async function bankJob(db: Db, keys: KeyRing, origin: string): Promise<void> {
	await alarmOfAged(db);
	await inTransaction(db, (trx) => compareBalances(trx, null));
	await promiseDueReceipts(db, keys, origin);
	await promiseDueReturns(db, keys, origin);
}
