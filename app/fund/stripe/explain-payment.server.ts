import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { isHeld } from "../holding/hold.server.ts";
import { entryOfAllocation, entryOfHolding, incomeOf, type Money } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { promiseReceipt } from "../receipts/promise.server.ts";
import { donationOf, NotExplained, type Said, type Saying } from "./explain.server.ts";
import { giftOfPayment } from "./gift.server.ts";
import { type Payment, paymentOf } from "./payment.server.ts";
import { askRefund } from "./refunds.server.ts";
import type { StripeDoor } from "./stripe.server.ts";
import { unlessUnreachable } from "./trouble.ts";
import { lostOf, type Unexplained, unlinkedOf } from "./unexplained.server.ts";

/** A payment as Stripe has it, with what became of it since. Minor units of the payment's currency, by id. */
interface FoundPayment {
	payment: Payment;
	refunds: ReadonlyMap<string, Money>;
	disputes: ReadonlyMap<string, Money>;
}

/** Asks Stripe what an unlinked payment is, before a transaction of Postgres is open; `unreachable` where it does not answer. */
export function findPayment(door: StripeDoor, charge: string): Promise<FoundPayment | "unreachable"> {
	return unlessUnreachable(askOf(door, charge));
}

async function askOf(door: StripeDoor, charge: string): Promise<FoundPayment> {
	const payment = await paymentOf(door, charge);
	const refunds = await byId(door.api.refunds.list({ charge, limit: 100 }));
	const disputes = await byId(door.api.disputes.list({ charge, limit: 100 }));
	return { payment, refunds, disputes };
}

async function byId(listed: AsyncIterable<{ id: string; currency: string; amount: number }>) {
	const found = new Map<string, Money>();
	for await (const { id, currency, amount } of listed) found.set(id, { currency: currency.toUpperCase(), amount });
	return found;
}

/**
 * Says once what a payment of nobody's donation is: it leaves `unallocated` as a gift, with what was given back of it and
 * what its bank has taken back. One that is large, or from a party or a body of a state, stays where it stands, as a gift that
 * waits for two: they accept it, or give it back. In a transaction that has locked its alarm.
 * @returns `held` where two decide now
 * @throws NotExplained where it is not so; nothing was done
 */
export async function explainPayment(
	trx: Db,
	{ keys, origin, campaignId, by }: Saying,
	found: FoundPayment,
	said: Said,
): Promise<"held" | null> {
	if (said.is === "fee") throw new NotExplained("not-so");
	const { payment, refunds, disputes } = found;
	const txns = await unlinkedOf(trx, campaignId, [payment.charge, ...refunds.keys()]);
	const lost = await lostOf(trx, campaignId, [...disputes.keys()]);
	if (txns.length + lost.length === 0) throw new NotExplained("already");
	const donationId = said.is === "gift" ? await donationOf(trx, campaignId, said.reference) : null;
	const giftId = await giftFor(trx, campaignId, donationId, payment);
	const held = await isHeld(trx, giftId);
	await linkLater(trx, campaignId, giftId, found);
	for (const one of txns)
		await allocateTxn(trx, { campaignId, by }, one, {
			giftId,
			held,
			presented: refunds.get(one.txn.source ?? "") ?? payment,
		});
	for (const { dispute, today } of lost) {
		const { currency, amount } = disputes.get(dispute) ?? payment;
		const fact = { id: `dispute:${dispute}:lost`, occurredOn: today, giftId };
		const money = { currency, amount: 0 - amount };
		const entry = held ? entryOfHolding(fact, money) : entryOfAllocation(fact, money, "chargebacks");
		await postEntry(trx, campaignId, entry, by);
	}
	if (held) return "held";
	const left = payment.amount - sumOf(refunds.values()) - sumOf(lost.map(({ dispute }) => disputes.get(dispute)));
	if (said.is === "given-back") await giveBack(trx, { campaignId, by }, giftId, left);
	// Of a gift that is gone there is nothing to thank for.
	else if (left > 0) await promiseReceipt(trx, keys, origin, giftId);
	return null;
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

/** What was written down of it before anybody knew whose it was: its refunds and disputes are the gift's. */
async function linkLater(
	trx: Db,
	campaignId: number,
	giftId: string,
	{ refunds, disputes }: FoundPayment,
): Promise<void> {
	await sql`
		with back as (update refunds set gift_id = ${giftId}::uuid
			where campaign_id = ${campaignId} and gift_id is null and stripe_id = any (${[...refunds.keys()]}::text[]))
		update disputes set gift_id = ${giftId}::uuid
		where campaign_id = ${campaignId} and gift_id is null and id = any (${[...disputes.keys()]}::text[])`.execute(trx);
}

/** Moves what one transaction put into `unallocated` to where it would stand, had its gift been known. */
async function allocateTxn(
	trx: Db,
	{ campaignId, by }: Pick<Saying, "campaignId" | "by">,
	{ txn, today }: Unexplained,
	{ giftId, held, presented }: { giftId: string; held: boolean; presented: Money },
): Promise<void> {
	const { currency, amount: size } = presented;
	const money = { currency, amount: txn.amount < 0 ? 0 - size : size };
	const to = txn.reportingCategory === "charge" ? incomeOf("card") : "refunds";
	const fact = { id: txn.id, occurredOn: today, giftId };
	await postEntry(trx, campaignId, held ? entryOfHolding(fact, money) : entryOfAllocation(fact, money, to), by);
}

/** Asks for what is left of it to be given back; nothing where that was done at Stripe. */
async function giveBack(
	trx: Db,
	{ campaignId, by }: Pick<Saying, "campaignId" | "by">,
	giftId: string,
	amount: number,
): Promise<void> {
	if (amount <= 0) return;
	const asked = await askRefund(trx, { campaignId, giftId, amount, by });
	if (typeof asked === "string") throw new NotExplained("not-so");
}

function sumOf(amounts: Iterable<Money | undefined>): number {
	return [...amounts].reduce((sum, money) => sum + (money?.amount ?? 0), 0);
}
