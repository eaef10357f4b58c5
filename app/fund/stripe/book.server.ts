import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { closeAlarm, raiseAlarm } from "../alarms/alarms.server.ts";
import { flagDoubleGift } from "../gifts/double-gift.server.ts";
import { isHeld } from "../holding/hold.server.ts";
import { type BalanceTxn, entryOfBalanceTxn, type Money, UNKNOWN_KIND } from "../ledger/entries.ts";
import { postBalanceTxn } from "../ledger/post.server.ts";
import { promiseReceipt, promiseReturned } from "../receipts/promise.server.ts";
import { mirrorDispute } from "./disputes.server.ts";
import { giftOfPayment, type KnownGift } from "./gift.server.ts";
import type { Looking } from "./looking.ts";
import { mirrorPayout } from "./payouts.server.ts";
import { mirrorRefund } from "./refunds.server.ts";
import { type Source, sourceOf } from "./source.server.ts";

/**
 * Books balance transactions of Stripe, each once, in the order given: asks Stripe what each is of, then writes it down in
 * one transaction of Postgres that waits for nobody outside.
 * @param known what they are of, where that has been asked already
 * @param signal ends it after the one in hand
 * @returns how many were new
 */
export async function bookTxns(
	looking: Looking,
	campaignId: number,
	txns: readonly BalanceTxn[],
	known?: Source,
	signal?: AbortSignal,
): Promise<number> {
	const fresh = await unbooked(looking.db, txns);
	let booked = 0;
	for (const txn of fresh) {
		signal?.throwIfAborted();
		const source = known ?? (await sourceOf(looking.stripe, txn));
		const isNew = await inTransaction(looking.db, (trx) => book({ ...looking, trx }, campaignId, txn, source));
		if (isNew) booked++;
	}
	return booked;
}

/** Those that are not in the books yet. */
export async function unbooked(db: Db, txns: readonly BalanceTxn[]): Promise<readonly BalanceTxn[]> {
	if (txns.length === 0) return [];
	const known = await db
		.selectFrom("stripe_balance_txns")
		.where(
			"id",
			"in",
			txns.map(({ id }) => id),
		)
		.select("id")
		.execute();
	const ids = new Set(known.map(({ id }) => id));
	return txns.filter(({ id }) => !ids.has(id));
}

interface Booking {
	trx: Db;
	keys: KeyRing;
	origin: string;
}

async function book(
	{ trx, keys, origin }: Booking,
	campaignId: number,
	txn: BalanceTxn,
	{ payment, presented, refund, dispute, payout }: Source,
): Promise<boolean> {
	// Money has moved for it, whatever has become of the charge since: a direct debit may be taken back.
	const gift = payment && (await giftOfPayment(trx, campaignId, { ...payment, status: "succeeded" }));
	const held = gift !== undefined && (await isHeld(trx, gift.id));
	const about = { giftId: gift?.id ?? null, held, ...(presented && { presented }) };
	const { state } = await postBalanceTxn(trx, campaignId, txn, about);
	if (refund) await mirrorRefund(trx, campaignId, refund, gift?.id ?? null);
	if (dispute) await mirrorDispute(trx, campaignId, dispute, gift?.id ?? null);
	if (payout) await mirrorPayout(trx, campaignId, payout);
	if (state === "already") return false;
	// It could not be booked before.
	await closeAlarm(trx, campaignId, "balance-differs", txn.id, null);
	if (entryOfBalanceTxn(txn, about).kind === UNKNOWN_KIND)
		await raiseAlarm(trx, campaignId, "unknown-transaction", txn.id);
	if (payment && !gift) await raiseAlarm(trx, campaignId, "unlinked-payment", payment.charge);
	if (gift) await tellOf({ trx, keys, origin }, campaignId, { txn, presented: presented ?? txn }, gift, held);
	return true;
}

/** What a giver hears, and staff, of money that has moved. */
async function tellOf(
	{ trx, keys, origin }: Booking,
	campaignId: number,
	{ txn, presented }: { txn: BalanceTxn; presented: Money },
	gift: KnownGift,
	held: boolean,
): Promise<void> {
	const { id, reportingCategory: category, createdOn: day } = txn;
	if (category === "charge") {
		if (!held) await promiseReceipt(trx, keys, origin, gift.id);
		await flagDoubleGift(trx, campaignId, gift.id);
	}
	if (category !== "refund" && category !== "charge_failure") return;
	const how = category === "refund" ? "refunded" : "taken-back";
	const { currency, amount } = presented;
	await promiseReturned(trx, keys, origin, gift.id, { about: id, amount: Math.abs(amount), currency, day, how });
}
