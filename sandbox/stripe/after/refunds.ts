import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { kept, Refusal } from "../account/refusal.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";
import { converted } from "../money/fees.ts";
import { move } from "../money/move.ts";

/** What to give back; without an amount, what is left of the charge. */
export interface Refunding {
	amount?: number;
	reason?: string;
	metadata?: Record<string, string>;
	/** It is still on its way to the giver's bank, where it may fail. */
	pending?: boolean;
}

/**
 * Gives a charge back, wholly or in part. The money leaves the balance at once; the fee stays with the processor.
 * @throws Refusal when the charge cannot be refunded, or not by so much
 */
export function refund(account: Account, chargeId: string, refunding: Refunding = {}): Stripe.Refund {
	const charge = kept(account.state.charges, chargeId, "charge");
	const left = charge.amount - charge.amount_refunded;
	const { amount = left, reason, metadata = {}, pending = false } = refunding;
	if (charge.status !== "succeeded") throw new Refusal("This charge has not succeeded.", { param: "charge" });
	if (charge.disputed && !refundable(account, chargeId))
		throw new Refusal("This charge has been charged back.", { code: "charge_disputed", param: "charge" });
	if (left === 0) throw new Refusal("The charge has already been refunded.", { code: "charge_already_refunded" });
	if (amount > left || amount <= 0)
		throw new Refusal("Refund amount is greater than unrefunded amount on charge.", { param: "amount" });
	const made: Stripe.Refund = {
		id: newId(charge.id.startsWith("py_") ? "pyr" : "re"),
		object: "refund",
		...nulls("balance_transaction", "customer_account", "payment_method", "receipt_number"),
		...nulls("source_transfer_reversal", "transfer_reversal"),
		amount,
		charge: charge.id,
		created: account.now(),
		currency: charge.currency,
		customer: charge.customer as string | null,
		metadata,
		payment_intent: charge.payment_intent as string | null,
		...(charge.presentment_details && {
			presentment_details: shareOf(charge.presentment_details, amount / charge.amount),
		}),
		reason: (reason as Stripe.Refund.Reason | undefined) ?? null,
		status: pending ? "pending" : "succeeded",
	};
	account.state.refunds.set(made.id, made);
	made.balance_transaction = move(account, {
		type: charge.id.startsWith("py_") ? "payment_refund" : "refund",
		category: "refund",
		...settledShare(account, charge, -amount),
		source: made.id,
		description: "REFUND FOR CHARGE",
	}).id;
	const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
	charge.amount_refunded += amount;
	charge.refunded = charge.amount_refunded === charge.amount;
	emit(account, "charge.refunded", charge, before);
	emit(account, "refund.created", made);
	return made;
}

/** A part of what a giver was charged in their own currency. */
function shareOf({ presentment_amount, presentment_currency }: Stripe.Charge.PresentmentDetails, part: number) {
	return { presentment_amount: Math.round(presentment_amount * part), presentment_currency };
}

/**
 * The giver's bank sends a refund back: its money returns to the balance.
 * @throws Refusal 404 when there is no such refund
 */
export function failRefund(account: Account, refundId: string): Stripe.Refund {
	const failed = kept(account.state.refunds, refundId, "refund");
	const charge = kept(account.state.charges, String(failed.charge), "charge");
	if (failed.status === "failed") throw new Refusal("The refund has failed already.");
	const before = failed.status;
	Object.assign(failed, {
		status: "failed",
		failure_reason: "expired_or_canceled_card",
		failure_balance_transaction: move(account, {
			type: "refund_failure",
			category: "refund_failure",
			...settledShare(account, charge, failed.amount),
			source: failed.id,
			description: "REFUND FAILURE",
		}).id,
	});
	charge.amount_refunded -= failed.amount;
	charge.refunded = false;
	emit(account, "refund.updated", failed, { status: before });
	emit(account, "charge.refund.updated", failed, { status: before });
	emit(account, "refund.failed", failed);
	return failed;
}

/** A refund that was on its way arrives. */
export function arriveRefund(account: Account, refundId: string): Stripe.Refund {
	const arrived = kept(account.state.refunds, refundId, "refund");
	if (arrived.status !== "pending") throw new Refusal("The refund is not on its way.");
	arrived.status = "succeeded";
	emit(account, "refund.updated", arrived, { status: "pending" });
	return arrived;
}

/** A part of a charge in the currency in which the charge settled: at the rate of the day, as the processor does. */
export function settledShare({ state }: Account, charge: Stripe.Charge, amount: number) {
	const settled = state.transactions.get(String(charge.balance_transaction));
	const currency = settled?.currency ?? charge.currency;
	if (!settled || currency === charge.currency) return { currency, amount };
	return { currency, amount: converted(amount, charge.currency, currency), rate: settled.exchange_rate };
}

function refundable({ state }: Account, charge: string): boolean {
	return [...state.disputes.values()].every((dispute) => dispute.charge !== charge || dispute.is_charge_refundable);
}
