import type Stripe from "stripe";
import { inTransaction } from "#db/in-transaction.ts";
import { closeAlarm, raiseAlarm } from "../alarms/alarms.server.ts";
import { bookTxns } from "./book.server.ts";
import type { Looking } from "./looking.ts";
import { mirrorPayout, noteReconciled } from "./payouts.server.ts";
import { asTxn } from "./txn.ts";

/**
 * Writes down a payout, and once Stripe says which balance transactions it pays out (automatic ones only), books what is
 * missing of them and looks whether they add up to it.
 */
export async function reconcile(looking: Looking, campaignId: number, payout: Stripe.Payout): Promise<void> {
	await inTransaction(looking.db, (trx) => mirrorPayout(trx, campaignId, payout));
	if (!payout.automatic || payout.reconciliation_status !== "completed") return;
	const txns = [];
	for await (const txn of looking.stripe.api.balanceTransactions.list({ payout: payout.id, limit: 100 }))
		txns.push(asTxn(txn));
	// Newest first, as Stripe lists them; the payout's own is among them.
	await bookTxns(looking, campaignId, txns.reverse());
	const paid = txns.filter(({ source }) => source !== payout.id).reduce((sum, { net }) => sum + net, 0);
	await inTransaction(looking.db, async (trx) => {
		const adds = paid === payout.amount;
		await noteReconciled(trx, payout.id, adds);
		if (adds) await closeAlarm(trx, campaignId, "balance-differs", payout.id, null);
		else await raiseAlarm(trx, campaignId, "balance-differs", payout.id);
	});
}
