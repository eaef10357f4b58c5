import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { kept, Refusal } from "../account/refusal.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";
import { converted, DISPUTE_FEE } from "../money/fees.ts";
import { move } from "../money/move.ts";
import { settledShare } from "./refunds.ts";

const DAY = 86_400;

/** What a giver's bank disputes. */
export interface Disputing {
	/** Less than the whole, in minor units of the charge's currency. */
	amount?: number;
	reason?: string;
	/** The bank only asks: no money moves. */
	inquiry?: boolean;
}

/**
 * A giver's bank disputes a charge. Unless it only asks, the money is withdrawn at once, with a fee.
 * @throws Refusal when the charge has not succeeded or is disputed already
 */
export function openDispute(account: Account, chargeId: string, disputing: Disputing = {}): Stripe.Dispute {
	const charge = kept(account.state.charges, chargeId, "charge");
	const { amount = charge.amount - charge.amount_refunded, reason = "fraudulent", inquiry = false } = disputing;
	if (charge.status !== "succeeded" || charge.disputed) throw new Refusal("This charge cannot be disputed.");
	const dispute = newDispute(account, charge, { amount, reason, inquiry });
	account.state.disputes.set(dispute.id, dispute);
	charge.disputed = true;
	emit(account, "charge.dispute.created", dispute);
	if (!inquiry) withdraw(account, dispute.id);
	return dispute;
}

/**
 * The money of a dispute leaves the balance: at once, or when an inquiry becomes a dispute.
 * @throws Refusal when it has left already
 */
export function withdraw(account: Account, id: string): Stripe.Dispute {
	const dispute = kept(account.state.disputes, id, "dispute");
	if (dispute.balance_transactions.length > 0) throw new Refusal("The funds have been withdrawn already.");
	const charge = kept(account.state.charges, String(dispute.charge), "charge");
	const share = settledShare(account, charge, -dispute.amount);
	const fee = converted(DISPUTE_FEE, "eur", share.currency);
	dispute.balance_transactions = [
		move(account, {
			type: "adjustment",
			category: "dispute",
			...share,
			fee,
			feeFor: "Dispute fee",
			source: dispute.id,
			description: `Chargeback withdrawal for ${charge.id}`,
		}),
	];
	const before = dispute.status;
	Object.assign(dispute, { status: "needs_response", is_charge_refundable: false });
	emit(account, "charge.dispute.funds_withdrawn", dispute);
	if (before !== dispute.status) emit(account, "charge.dispute.updated", dispute, { status: before });
	return dispute;
}

/**
 * Our evidence convinced, at once or on appeal after the dispute was lost: the money returns, the fee does not.
 * @throws Refusal when no money has been withdrawn or the dispute is won
 */
export function winDispute(account: Account, id: string): Stripe.Dispute {
	const lost = account.state.disputes.get(id);
	const dispute = lost?.status === "lost" ? lost : openOne(account, id);
	const [withdrawn] = dispute.balance_transactions;
	if (!withdrawn) throw new Refusal("No funds have been withdrawn.");
	dispute.balance_transactions = [
		...dispute.balance_transactions,
		move(account, {
			type: "adjustment",
			category: "dispute_reversal",
			currency: withdrawn.currency,
			amount: -withdrawn.amount,
			rate: withdrawn.exchange_rate,
			source: dispute.id,
			description: "Chargeback reversal",
		}),
	];
	dispute.status = "won";
	emit(account, "charge.dispute.funds_reinstated", dispute);
	emit(account, "charge.dispute.closed", dispute);
	return dispute;
}

/** The bank keeps the money: nothing moves any more. @throws Refusal as {@link winDispute} */
export function loseDispute(account: Account, id: string): Stripe.Dispute {
	const dispute = openOne(account, id);
	if (dispute.balance_transactions.length === 0) throw new Refusal("No funds have been withdrawn.");
	dispute.status = "lost";
	emit(account, "charge.dispute.closed", dispute);
	return dispute;
}

/** The bank has its answer and asks no more. @throws Refusal when it was no inquiry */
export function closeInquiry(account: Account, id: string): Stripe.Dispute {
	const dispute = kept(account.state.disputes, id, "dispute");
	if (!dispute.status.startsWith("warning_")) throw new Refusal("This is not an inquiry.");
	dispute.status = "warning_closed";
	kept(account.state.charges, String(dispute.charge), "charge").disputed = false;
	emit(account, "charge.dispute.closed", dispute);
	return dispute;
}

/** Evidence, and whether it goes to the bank now. @throws Refusal when the dispute has ended */
export function answerDispute(account: Account, id: string, { submit = true }: { submit?: boolean }): Stripe.Dispute {
	const dispute = openOne(account, id);
	const before = dispute.status;
	dispute.evidence_details.has_evidence = true;
	if (submit) {
		dispute.evidence_details.submission_count += 1;
		dispute.status = before.startsWith("warning_") ? "warning_under_review" : "under_review";
	}
	emit(account, "charge.dispute.updated", dispute, { status: before });
	return dispute;
}

function openOne(account: Account, id: string): Stripe.Dispute {
	const dispute = kept(account.state.disputes, id, "dispute");
	if (["won", "lost", "warning_closed"].includes(dispute.status)) throw new Refusal("This dispute is closed.");
	return dispute;
}

function newDispute(
	account: Account,
	charge: Stripe.Charge,
	{ amount, reason, inquiry }: { amount: number; reason: string; inquiry: boolean },
): Stripe.Dispute {
	return {
		id: newId("dp"),
		object: "dispute",
		amount,
		balance_transactions: [],
		charge: charge.id,
		created: account.now(),
		currency: charge.currency,
		enhanced_eligibility_types: [],
		evidence: noEvidence(),
		evidence_details: {
			due_by: account.now() + 9 * DAY,
			enhanced_eligibility: {},
			has_evidence: false,
			past_due: false,
			submission_count: 0,
			submission_method: "manual",
		},
		intended_submission_method: null,
		is_charge_refundable: inquiry,
		livemode: false,
		metadata: {},
		payment_intent: charge.payment_intent as string | null,
		reason,
		status: inquiry ? "warning_needs_response" : "needs_response",
	};
}

function noEvidence(): Stripe.Dispute.Evidence {
	return {
		...nulls("access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure"),
		...nulls("cancellation_rebuttal", "customer_communication", "customer_email_address", "customer_name"),
		...nulls("customer_purchase_ip", "customer_signature", "duplicate_charge_documentation"),
		...nulls("duplicate_charge_explanation", "duplicate_charge_id", "product_description", "receipt"),
		...nulls("refund_policy", "refund_policy_disclosure", "refund_refusal_explanation", "service_date"),
		...nulls("service_documentation", "shipping_address", "shipping_carrier", "shipping_date"),
		...nulls("shipping_documentation", "shipping_tracking_number", "uncategorized_file", "uncategorized_text"),
		enhanced_evidence: {},
	};
}
