import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { kept } from "../account/refusal.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";
import { settlement } from "./fees.ts";
import { billingOf, paidWith, type Way } from "./methods.ts";
import { move } from "./move.ts";

/** What a charge needs beside its intent. */
interface Paying {
	way: Way;
	method: string | null;
	email?: string | null;
}

/** Days after which what came in can be paid out. */
const DAYS_UNTIL_PAYOUT = 3;

/** A card that is good: the charge succeeds at once, its balance transaction comes later. */
export function chargeCard(
	account: Account,
	intent: Stripe.PaymentIntent,
	paying: Omit<Paying, "way">,
	settleIn?: string,
): Stripe.Charge {
	const charge = newCharge(account, intent, { ...paying, way: "card" });
	const at = account.pace.settle === undefined ? null : account.now() + account.pace.settle;
	account.state.unsettled.set(charge.id, { charge: charge.id, at, ...(settleIn && { currency: settleIn }) });
	intentPaid(account, intent, charge);
	return charge;
}

/** A direct debit: on its way until it succeeds or fails. */
export function chargeDebit(account: Account, intent: Stripe.PaymentIntent, paying: Omit<Paying, "way">) {
	const charge = newCharge(account, intent, { ...paying, way: "debit" });
	Object.assign(charge, { paid: false, status: "pending", captured: true });
	Object.assign(intent, { status: "processing", latest_charge: charge.id, payment_method: paying.method });
	const at = account.pace.debit === undefined ? null : account.now() + account.pace.debit;
	account.state.debits.set(charge.id, { charge: charge.id, at });
	emit(account, "charge.pending", charge);
	emit(account, "payment_intent.processing", intent);
	return charge;
}

/** A card that is declined: a failed charge that moves no money. */
export function declineCard(
	account: Account,
	intent: Stripe.PaymentIntent,
	paying: Omit<Paying, "way"> & { reason?: string },
): Stripe.Charge {
	const charge = newCharge(account, intent, { ...paying, way: "card" });
	const reason = paying.reason ?? "generic_decline";
	const message = "Your card was declined.";
	Object.assign(charge, {
		paid: false,
		captured: false,
		amount_captured: 0,
		status: "failed",
		failure_code: "card_declined",
		failure_message: message,
		outcome: { ...charge.outcome, network_status: "declined_by_network", reason, type: "issuer_declined" },
	});
	failIntent(intent, charge, { type: "card_error", code: "card_declined", decline_code: reason, message });
	emit(account, "charge.failed", charge);
	emit(account, "payment_intent.payment_failed", intent);
	return charge;
}

/** What happened to a direct debit at the giver's bank, days later. */
export function endDebit(account: Account, chargeId: string, outcome: "succeeded" | "failed"): Stripe.PaymentIntent {
	const charge = kept(account.state.charges, chargeId, "charge");
	const intent = kept(account.state.intents, String(charge.payment_intent), "payment_intent");
	kept(account.state.debits, chargeId, "pending direct debit");
	account.state.debits.delete(chargeId);
	if (outcome === "succeeded") {
		Object.assign(charge, { paid: true, status: "succeeded" });
		account.state.unsettled.set(charge.id, { charge: charge.id, at: account.now() });
		settleCharge(account, charge.id);
		intentPaid(account, intent, charge);
		return intent;
	}
	const message = "The customer's bank account has insufficient funds.";
	Object.assign(charge, { status: "failed", failure_code: "insufficient_funds", failure_message: message });
	failIntent(intent, charge, { type: "invalid_request_error", code: "payment_intent_payment_attempt_failed", message });
	emit(account, "charge.failed", charge);
	emit(account, "payment_intent.payment_failed", intent);
	return intent;
}

/** Gives charges the balance transactions that are due, or those of all that wait. */
export function settleDue(account: Account, { all = false } = {}): void {
	for (const { charge, at } of [...account.state.unsettled.values()])
		if (all || (at !== null && at <= account.now())) settleCharge(account, charge);
}

/** The money of a charge enters the balance; `charge.updated` says so unless the charge is only now succeeding. */
function settleCharge(account: Account, id: string): void {
	const charge = kept(account.state.charges, id, "charge");
	const due = kept(account.state.unsettled, id, "unsettled charge");
	account.state.unsettled.delete(id);
	const way = charge.payment_method_details?.type === "card" ? "card" : "debit";
	const settled = settlement(account, { ...charge, way, into: due.currency });
	const transaction = move(account, {
		type: way === "card" ? "charge" : "payment",
		category: "charge",
		currency: settled.currency,
		amount: settled.amount,
		fee: settled.fee,
		rate: settled.rate,
		source: charge.id,
		description: charge.description ?? undefined,
		days: DAYS_UNTIL_PAYOUT,
	});
	charge.balance_transaction = transaction.id;
	if (way === "card") emit(account, "charge.updated", charge, { balance_transaction: null });
}

function intentPaid(account: Account, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
	Object.assign(intent, {
		status: "succeeded",
		amount_received: intent.amount,
		latest_charge: charge.id,
		payment_method: charge.payment_method,
		last_payment_error: null,
	});
	emit(account, "charge.succeeded", charge);
	emit(account, "payment_intent.succeeded", intent);
}

function failIntent(intent: Stripe.PaymentIntent, charge: Stripe.Charge, error: Record<string, string>): void {
	Object.assign(intent, {
		status: "requires_payment_method",
		latest_charge: charge.id,
		last_payment_error: { ...error, charge: charge.id },
	});
}

function newCharge(account: Account, intent: Stripe.PaymentIntent, { way, method, email = null }: Paying) {
	const charge: Stripe.Charge = {
		// What no card paid is called a payment, and its id says so.
		id: newId(way === "card" ? "ch" : "py"),
		object: "charge",
		...nulls("application", "application_fee", "application_fee_amount", "balance_transaction"),
		...nulls("failure_balance_transaction", "failure_code", "failure_message", "on_behalf_of", "receipt_email"),
		...nulls("receipt_number", "receipt_url", "review", "shipping", "source", "source_transfer"),
		...nulls("statement_descriptor", "transfer_data", "transfer_group"),
		amount: intent.amount,
		amount_captured: intent.amount,
		amount_refunded: 0,
		billing_details: billingOf(email),
		calculated_statement_descriptor: "SANDBOX",
		captured: true,
		created: account.now(),
		currency: intent.currency,
		customer: intent.customer as string | null,
		description: intent.description,
		disputed: false,
		fraud_details: {},
		livemode: false,
		metadata: { ...intent.metadata },
		outcome: {
			...nulls("advice_code", "network_advice_code", "network_decline_code", "reason"),
			network_status: "approved_by_network",
			risk_level: "normal",
			seller_message: "Payment complete.",
			type: "authorized",
		},
		paid: true,
		payment_intent: intent.id,
		payment_method: method,
		payment_method_details: paidWith(way),
		refunded: false,
		...(intent.presentment_details && { presentment_details: intent.presentment_details }),
		statement_descriptor_suffix: intent.statement_descriptor_suffix,
		status: "succeeded",
	};
	account.state.charges.set(charge.id, charge);
	return charge;
}
