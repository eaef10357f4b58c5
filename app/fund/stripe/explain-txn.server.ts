import type { Db } from "#db/client.ts";
import { isHeld } from "../holding/hold.server.ts";
import { entryOfAllocation, incomeOf, type Money } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { promiseReceipt } from "../receipts/promise.server.ts";
import { donationOf, NotExplained, type Said, type Saying } from "./explain.server.ts";
import { bookFees, refuseLoneFees } from "./explain-fees.server.ts";
import { storedTxn } from "./unexplained.server.ts";

/**
 * Says once what a transaction of an unknown kind is: a gift of somebody's, where it brought money, or a fee or correction
 * of Stripe's. In a transaction that has locked its alarm.
 * @throws NotExplained where it is not so; nothing was done
 */
export async function explainTxn(
	trx: Db,
	{ keys, origin, campaignId, by }: Saying,
	txnId: string,
	said: Said,
): Promise<void> {
	const found = await storedTxn(trx, campaignId, txnId);
	if (!found) throw new NotExplained("already");
	const { txn, today } = found;
	const money = { currency: txn.currency, amount: txn.net };
	if (said.is === "fee") {
		await refuseLoneFees(trx, campaignId, money);
		return bookFees(trx, { campaignId, by }, found);
	}
	if (said.is === "given-back" || money.amount <= 0) throw new NotExplained("not-so");
	const giftId = await newGift(trx, campaignId, said.reference, { ...money, day: txn.createdOn });
	// What is no payment cannot be given back either, so it is not put before two.
	if (await isHeld(trx, giftId)) throw new NotExplained("not-so");
	const posted = await postEntry(
		trx,
		campaignId,
		entryOfAllocation({ id: txnId, occurredOn: today, giftId }, money, incomeOf("card")),
		by,
	);
	if (posted.state === "already") throw new NotExplained("already");
	await promiseReceipt(trx, keys, origin, giftId);
}

async function newGift(
	trx: Db,
	campaignId: number,
	reference: string | null,
	{ currency, amount, day }: Money & { day: string },
): Promise<string> {
	const donation = await donationOf(trx, campaignId, reference);
	const { id } = await trx
		.insertInto("gifts")
		.values({ campaign_id: campaignId, donation_id: donation, way: "card", currency, amount, given_on: day })
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}
