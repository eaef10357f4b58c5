import type Stripe from "stripe";
import type { BalanceTxn, Money } from "../ledger/entries.ts";
import { type Payment, paymentOf } from "./payment.server.ts";
import type { StripeDoor } from "./stripe.server.ts";
import { idOf } from "./txn.ts";

/** What a balance transaction moved money for. */
export interface Source {
	/** Absent for payouts and Stripe's own fees. */
	payment?: Payment;
	/** What was charged, refunded or disputed, in its own currency. */
	presented?: Money;
	refund?: Stripe.Refund;
	dispute?: Stripe.Dispute;
	payout?: Stripe.Payout;
}

/** Asks Stripe what a balance transaction is of, by the prefix of its source (docs.stripe.com/api/balance_transactions). */
export async function sourceOf(door: StripeDoor, { source }: Pick<BalanceTxn, "source">): Promise<Source> {
	const prefix = /^[a-z]+(?=_)/.exec(source ?? "")?.[0];
	if (!source || !prefix) return {};
	const read = Object.hasOwn(readers, prefix) ? readers[prefix] : undefined;
	return read ? read(door, source) : {};
}

const readers: Readonly<Record<string, (door: StripeDoor, id: string) => Promise<Source>>> = {
	ch: ofCharge,
	py: ofCharge,
	re: ofRefund,
	pyr: ofRefund,
	dp: ofDispute,
	du: ofDispute,
	po: async ({ api }, id) => ({ payout: await api.payouts.retrieve(id) }),
};

async function ofCharge(door: StripeDoor, id: string): Promise<Source> {
	const payment = await paymentOf(door, id);
	return { payment, presented: { currency: payment.currency, amount: payment.amount } };
}

async function ofRefund(door: StripeDoor, id: string): Promise<Source> {
	const refund = await door.api.refunds.retrieve(id);
	return { refund, ...(await withPayment(door, refund)) };
}

async function ofDispute(door: StripeDoor, id: string): Promise<Source> {
	const dispute = await door.api.disputes.retrieve(id);
	return { dispute, ...(await withPayment(door, dispute)) };
}

async function withPayment(
	door: StripeDoor,
	{ charge, amount, currency }: Pick<Stripe.Refund, "charge" | "amount" | "currency">,
): Promise<Source> {
	const id = idOf(charge);
	const presented = { currency: currency.toUpperCase(), amount };
	return id ? { payment: await paymentOf(door, id), presented } : { presented };
}
