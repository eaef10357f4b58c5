import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { kept } from "../account/refusal.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";
import { move } from "../money/move.ts";
import { settledShare } from "./refunds.ts";

/** The processor takes a fee of its own, in minor units: no charge is its source. */
export function takeFee(account: Account, amount: number, currency = "eur"): Stripe.BalanceTransaction {
	return move(account, {
		type: "stripe_fee",
		category: "fee",
		currency,
		amount: -amount,
		source: null,
		description: "Billing - Usage Fee",
	});
}

/** Money moves under a name that nobody knows yet. */
export function moveUnknown(
	account: Account,
	{ amount, currency = "eur", type = "novelty", category = "novelty" }: Unknown,
): Stripe.BalanceTransaction {
	return move(account, { type, category, currency, amount, source: null, description: "Something new" });
}

/** A movement of an unknown kind; what comes in is positive. */
export interface Unknown {
	amount: number;
	currency?: string;
	type?: string;
	category?: string;
}

/** A card's network warns that a charge is probably fraudulent: no money moves. */
export function warnOfFraud(account: Account, chargeId: string): Stripe.Radar.EarlyFraudWarning {
	const charge = kept(account.state.charges, chargeId, "charge");
	const warning: Stripe.Radar.EarlyFraudWarning = {
		id: newId("issfr"),
		object: "radar.early_fraud_warning",
		actionable: !charge.refunded && !charge.disputed,
		charge: charge.id,
		created: account.now(),
		fraud_type: "misc",
		livemode: false,
		payment_intent: charge.payment_intent as string,
	};
	account.state.warnings.set(warning.id, warning);
	emit(account, "radar.early_fraud_warning.created", warning);
	return warning;
}

/** The giver has a direct debit that arrived sent back, weeks later: its money leaves, and nothing but the charge says so. */
export function returnDebit(account: Account, chargeId: string): Stripe.BalanceTransaction {
	const charge = kept(account.state.charges, chargeId, "charge");
	const transaction = move(account, {
		type: "payment_failure_refund",
		category: "charge_failure",
		...settledShare(account, charge, -(charge.amount - charge.amount_refunded)),
		source: charge.id,
		description: "Payment failure refund",
	});
	Object.assign(charge, {
		status: "failed",
		paid: false,
		failure_balance_transaction: transaction.id,
		failure_code: "debit_disputed",
		failure_message: "The customer disputed the debit.",
	});
	emit(account, "charge.failed", charge);
	return transaction;
}
