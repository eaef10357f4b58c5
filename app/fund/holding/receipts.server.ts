import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { promiseReceipt } from "../receipts/promise.server.ts";

/** Gifts looked at by one run. */
const AT_ONCE = 100;

/**
 * Promises the receipts of gifts that two have accepted since: what performs an approval asks Postgres alone. Run again it
 * promises nothing twice.
 * @param origin scheme and host of the site
 */
export async function promiseDueReceipts(db: Db, keys: KeyRing, origin: string): Promise<number> {
	const due = await db
		.selectFrom("held_gifts as h")
		.innerJoin("gifts as g", "g.id", "h.gift_id")
		.where("h.state", "=", "accepted")
		.where("g.receipt_due", "=", true)
		.orderBy("h.settled_on")
		.limit(AT_ONCE)
		.select("g.id")
		.execute();
	for (const { id } of due) await inTransaction(db, (trx) => promiseReceipt(trx, keys, origin, id));
	return due.length;
}
