import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { parseReference } from "../giving/reference.ts";
import { isHeld } from "../holding/hold.server.ts";
import { entryOfAllocation, incomeOf, type Money } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { promiseReceipt } from "../receipts/promise.server.ts";
import { giftOfPayment } from "./gift.server.ts";
import { type Payment, paymentOf } from "./payment.server.ts";
import { askRefund } from "./refunds.server.ts";
import type { StripeDoor } from "./stripe.server.ts";
import { storedTxn, type Unexplained, unlinkedOf } from "./unexplained.server.ts";

/** What somebody says that unexplained money of Stripe's is; `given-back`: the payment goes back to whoever paid. */
export type Said = { is: "gift"; reference: string | null } | { is: "fee" } | { is: "given-back" };

/** Why it is not taken for that: `already` where somebody has said; `not-so` where it cannot be, as a gift that two would have to accept. */
export type NotSaid = "already" | "reference" | "not-so";

/** Undoes what was begun. */
export class NotExplained extends Error {
	readonly why: NotSaid;
	constructor(why: NotSaid) {
		super(why);
		this.why = why;
	}
}

/** A payment as Stripe has it, with what was given back of it. */
export interface FoundPayment {
	payment: Payment;
	/** Minor units of the payment's currency, by the refund's id. */
	refunds: ReadonlyMap<string, Money>;
}

/** Asks Stripe what an unlinked payment is; before a transaction of Postgres is open. @throws Stripe's errors */
export async function findPayment(door: StripeDoor, charge: string): Promise<FoundPayment> {
	const payment = await paymentOf(door, charge);
	const refunds = new Map<string, Money>();
	for await (const { id, currency, amount } of door.api.refunds.list({ charge, limit: 100 }))
		refunds.set(id, { currency: currency.toUpperCase(), amount });
	return { payment, refunds };
}

interface Saying {
	keys: KeyRing;
	origin: string;
	campaignId: number;
	/** The organiser. */
	by: string;
}

/**
 * Says once what a payment of nobody's donation is: it leaves `unallocated` as a gift, with what was given back of it. In a
 * transaction that has locked its alarm.
 * @throws NotExplained where it is not so; nothing was done
 */
export async function explainPayment(
	trx: Db,
	{ keys, origin, campaignId, by }: Saying,
	{ payment, refunds }: FoundPayment,
	said: Said,
): Promise<void> {
	if (said.is === "fee") throw new NotExplained("not-so");
	const txns = await unlinkedOf(trx, campaignId, [payment.charge, ...refunds.keys()]);
	if (txns.length === 0) throw new NotExplained("already");
	const donationId = said.is === "gift" ? await donationOf(trx, campaignId, said.reference) : null;
	const giftId = await giftFor(trx, campaignId, donationId, payment);
	await refuseHeld(trx, giftId);
	for (const found of txns) {
		const presented = refunds.get(found.txn.source ?? "") ?? payment;
		await allocate(trx, { campaignId, by }, found, { giftId, presented });
	}
	if (said.is === "given-back") return giveBack(trx, { campaignId, by }, { giftId, payment, refunds });
	await promiseReceipt(trx, keys, origin, giftId);
}

/** Moves what one transaction put into `unallocated` to where it would stand, had its gift been known. */
async function allocate(
	trx: Db,
	{ campaignId, by }: Pick<Saying, "campaignId" | "by">,
	{ txn, today }: Unexplained,
	{ giftId, presented }: { giftId: string; presented: Money },
): Promise<void> {
	const amount = txn.amount < 0 ? 0 - presented.amount : presented.amount;
	const to = txn.reportingCategory === "charge" ? incomeOf("card") : "refunds";
	const fact = { id: txn.id, occurredOn: today, giftId };
	await postEntry(trx, campaignId, entryOfAllocation(fact, { currency: presented.currency, amount }, to), by);
}

/** Asks for what is left of it to be given back; nothing where that was done at Stripe. */
async function giveBack(
	trx: Db,
	{ campaignId, by }: Pick<Saying, "campaignId" | "by">,
	{ giftId, payment, refunds }: FoundPayment & { giftId: string },
): Promise<void> {
	const back = [...refunds.values()].reduce((sum, { amount }) => sum + amount, 0);
	const amount = payment.amount - back;
	if (amount <= 0) return;
	const asked = await askRefund(trx, { campaignId, giftId, amount, by });
	if (typeof asked === "string") throw new NotExplained("not-so");
}

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
	if (said.is === "given-back" || (said.is === "gift" && money.amount <= 0)) throw new NotExplained("not-so");
	const giftId =
		said.is === "gift" ? await newGift(trx, campaignId, said.reference, { ...money, day: txn.createdOn }) : null;
	if (giftId !== null) await refuseHeld(trx, giftId);
	const to = giftId === null ? "processor_fees" : incomeOf("card");
	const fact = { id: txnId, occurredOn: today, ...(giftId !== null && { giftId }) };
	const posted = await postEntry(trx, campaignId, entryOfAllocation(fact, money, to), by);
	if (posted.state === "already") throw new NotExplained("already");
	if (giftId !== null) await promiseReceipt(trx, keys, origin, giftId);
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

/** The gift of a payment: its own row, so that what moves for it later is known. */
async function giftFor(trx: Db, campaignId: number, donationId: string | null, payment: Payment): Promise<string> {
	const known = await giftOfPayment(trx, campaignId, { ...payment, donationId, status: "succeeded" });
	if (known) return known.id;
	const { id } = await trx
		.insertInto("gifts")
		.values({
			campaign_id: campaignId,
			donation_id: donationId,
			way: "card",
			currency: payment.currency,
			amount: payment.amount,
			payment_intent: payment.intent,
			charge: payment.charge,
			invoice: payment.invoice,
			given_on: payment.day,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/** Money for which two would be asked is nobody's alone to explain. @throws NotExplained */
async function refuseHeld(trx: Db, giftId: string): Promise<void> {
	if (await isHeld(trx, giftId)) throw new NotExplained("not-so");
}

/** @returns null for none, which was said so. @throws NotExplained where there is none of that reference */
async function donationOf(trx: Db, campaignId: number, reference: string | null): Promise<string | null> {
	if (reference === null) return null;
	const { rows } = await sql<{ id: string }>`
		select id from donations where campaign_id = ${campaignId} and reference = ${parseReference(reference)}`.execute(
		trx,
	);
	const id = rows[0]?.id;
	if (id === undefined) throw new NotExplained("reference");
	return id;
}
