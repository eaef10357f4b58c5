import type Stripe from "stripe";
import { inTransaction } from "#db/in-transaction.ts";
import { raiseAlarm } from "../alarms/alarms.server.ts";
import { endGone, mirrorMonthly } from "../managing/mirror.server.ts";
import { promiseFailed } from "../receipts/promise.server.ts";
import { bookTxns } from "./book.server.ts";
import { noteCheckout } from "./checkouts.server.ts";
import { watchDeclines } from "./declines.server.ts";
import { mirrorDispute, settleDispute } from "./disputes.server.ts";
import { stripeFund } from "./fund.server.ts";
import { giftOfPayment } from "./gift.server.ts";
import type { Hint } from "./hint.ts";
import type { Looking, Seen } from "./looking.ts";
import { retrieveMonth, retrieveMonthly } from "./monthly.server.ts";
import { type Payment, paymentOf } from "./payment.server.ts";
import { reconcile } from "./reconcile.server.ts";
import { mirrorRefund } from "./refunds.server.ts";
import type { Source } from "./source.server.ts";
import { sweep } from "./sweep.server.ts";
import { unlessMissing } from "./trouble.ts";
import { asTxn, idOf } from "./txn.ts";

/**
 * Looks at something of Stripe's as it is now and writes it down: the only way in which Stripe's money comes into the
 * books. Asked twice, at the same time or in another order, the books are the same; no transaction of Postgres is open
 * while Stripe is asked.
 * @returns `not yet` where the money has moved and Stripe has still to make its balance transaction
 * @throws Stripe's errors and Postgres': nothing is half done, and it is looked at again later
 */
export async function lookAgain(looking: Looking, hint: Hint): Promise<Seen> {
	const campaignId = await stripeFund(looking.db);
	// Before a fund has the account there is nobody whose money this is.
	if (campaignId === undefined) return "not yet";
	return looks[hint.of](looking, campaignId, hint.id);
}

type Look = (looking: Looking, campaignId: number, id: string) => Promise<Seen>;

const looks: Readonly<Record<Hint["of"], Look>> = {
	async checkout(looking, campaignId, id) {
		const session = await looking.stripe.api.checkout.sessions.retrieve(id);
		await noteCheckout(looking.db, session);
		// As long as its giver can pay nothing has been paid, whatever was declined on it.
		if (session.status === "open") {
			await watchDeclines(looking, campaignId, session);
			return "seen";
		}
		const subscription = idOf(session.subscription);
		const invoice = idOf(session.invoice);
		const intent = idOf(session.payment_intent);
		if (subscription && session.status === "complete") await looks.subscription(looking, campaignId, subscription);
		if (invoice) return looks.invoice(looking, campaignId, invoice);
		return intent ? looks.payment(looking, campaignId, intent) : "seen";
	},
	async payment(looking, campaignId, id) {
		const charge = idOf((await looking.stripe.api.paymentIntents.retrieve(id)).latest_charge);
		return charge ? looks.charge(looking, campaignId, charge) : "seen";
	},
	async charge(looking, campaignId, id) {
		const payment = await paymentOf(looking.stripe, id);
		const moved = await bookSource(looking, campaignId, id, { payment, presented: payment });
		if (moved > 0) return "seen";
		await noteGift(looking, campaignId, payment);
		return payment.status === "succeeded" ? "not yet" : "seen";
	},
	async refund(looking, campaignId, id) {
		const refund = await looking.stripe.api.refunds.retrieve(id);
		const source = { refund, ...(await chargedBefore(looking, campaignId, refund)) };
		const moved = await bookSource(looking, campaignId, id, source);
		await inTransaction(looking.db, async (trx) => {
			const gift = source.payment && (await giftOfPayment(trx, campaignId, source.payment));
			await mirrorRefund(trx, campaignId, refund, gift?.id ?? null);
		});
		// One that fails has a second one, made later.
		const due = refund.status === "failed" ? 2 : refund.status === "succeeded" ? 1 : 0;
		return moved >= due ? "seen" : "not yet";
	},
	async dispute(looking, campaignId, id) {
		const dispute = await looking.stripe.api.disputes.retrieve(id);
		const source = { dispute, ...(await chargedBefore(looking, campaignId, dispute)) };
		await bookSource(looking, campaignId, id, source);
		await inTransaction(looking.db, async (trx) => {
			const gift = source.payment && (await giftOfPayment(trx, campaignId, source.payment));
			await mirrorDispute(trx, campaignId, dispute, gift?.id ?? null);
			await settleDispute(trx, campaignId, dispute, gift?.id ?? null);
		});
		return "seen";
	},
	async invoice(looking, campaignId, id) {
		const month = await retrieveMonth(looking.stripe, id);
		if (month) {
			const monthly = await retrieveMonthly(looking.stripe, month.subscription);
			await inTransaction(looking.db, (trx) => mirrorMonthly(trx, looking.keys, looking.origin, monthly, month));
		}
		const { data } = await looking.stripe.api.invoicePayments.list({ invoice: id, limit: 100 });
		let seen: Seen = "seen";
		for (const { payment } of data) {
			const intent = idOf(payment.payment_intent);
			if (intent && (await looks.payment(looking, campaignId, intent)) === "not yet") seen = "not yet";
		}
		return seen;
	},
	async subscription(looking, _campaignId, id) {
		const monthly = await unlessMissing(retrieveMonthly(looking.stripe, id));
		if (monthly === "missing") await endGone(looking.db, id);
		else await inTransaction(looking.db, (trx) => mirrorMonthly(trx, looking.keys, looking.origin, monthly));
		return "seen";
	},
	async payout(looking, campaignId, id) {
		const payout = await looking.stripe.api.payouts.retrieve(id);
		await bookSource(looking, campaignId, id, { payout });
		await reconcile(looking, campaignId, payout);
		return "seen";
	},
	async warning(looking, campaignId, id) {
		const { charge } = await looking.stripe.api.radar.earlyFraudWarnings.retrieve(id);
		const payment = await paymentOf(looking.stripe, idOf(charge) ?? "");
		await inTransaction(looking.db, async (trx) => {
			const gift = await giftOfPayment(trx, campaignId, payment);
			await raiseAlarm(trx, campaignId, "early-fraud-warning", gift?.id ?? payment.charge);
		});
		return "seen";
	},
	async all(looking, campaignId) {
		await sweep(looking, campaignId);
		return "seen";
	},
};

/** Writes down a gift that is on its way, or that has failed on it, of which its giver hears once. */
async function noteGift({ db, keys, origin }: Looking, campaignId: number, payment: Payment): Promise<void> {
	await inTransaction(db, async (trx) => {
		const gift = await giftOfPayment(trx, campaignId, payment);
		if (gift && payment.status === "failed") await promiseFailed(trx, keys, origin, gift.id);
	});
}

/** The charge that a refund or a dispute is of, booked before them: whether it is held decides where they go. */
async function chargedBefore(
	looking: Looking,
	campaignId: number,
	{ charge, amount, currency }: Pick<Stripe.Refund, "charge" | "amount" | "currency">,
): Promise<Source> {
	const presented = { currency: currency.toUpperCase(), amount };
	const id = idOf(charge);
	if (!id) return { presented };
	// It had money to give back, whatever it says now.
	const payment: Payment = { ...(await paymentOf(looking.stripe, id)), status: "succeeded" };
	await bookSource(looking, campaignId, id, { payment, presented: payment });
	return { payment, presented };
}

/** Books what moved money for one source, oldest first. @returns how many balance transactions it has */
async function bookSource(looking: Looking, campaignId: number, source: string, known?: Source): Promise<number> {
	const { data } = await looking.stripe.api.balanceTransactions.list({ source, limit: 100 });
	await bookTxns(looking, campaignId, data.map(asTxn).reverse(), known);
	return data.length;
}
