import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { kept, Refusal } from "../account/refusal.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";
import { letAvailable, move } from "../money/move.ts";

const DAY = 86_400;

/** What is sent to the bank account. */
export interface PayingOut {
	currency?: string;
	/** Makes it a manual payout, whose transactions nobody can list. */
	amount?: number;
}

/**
 * Pays out, by itself, all that there is of a currency, as if what is pending had become available: days have passed.
 * @throws Refusal when there is nothing, or less than the amount
 */
export function payOut(account: Account, { currency = "eur", amount }: PayingOut = {}): Stripe.Payout {
	letAvailable(account, { currency, all: true });
	const available = account.state.funds.get(currency)?.available ?? 0;
	const sum = amount ?? available;
	if (sum <= 0 || sum > available)
		throw new Refusal("You have insufficient funds in your Stripe account.", { code: "balance_insufficient" });
	const automatic = amount === undefined;
	const payout = newPayout(account, { currency, amount: sum, automatic });
	account.state.payouts.set(payout.id, payout);
	const of = automatic ? notPaidOut(account, currency) : [];
	const transaction = move(account, {
		type: "payout",
		category: "payout",
		currency,
		amount: -sum,
		source: payout.id,
		description: "STRIPE PAYOUT",
	});
	payout.balance_transaction = transaction.id;
	if (automatic) account.state.paidOut.set(payout.id, [...of, transaction.id]);
	emit(account, "payout.created", payout);
	return payout;
}

/** The bank is expected to have it; what it was made of can be listed. @throws Refusal when it has ended */
export function settlePayout(account: Account, id: string): Stripe.Payout {
	const payout = kept(account.state.payouts, id, "payout");
	if (payout.status !== "pending") throw new Refusal("The payout has ended.");
	payout.status = "paid";
	emit(account, "payout.paid", payout);
	if (payout.automatic) {
		payout.reconciliation_status = "completed";
		emit(account, "payout.reconciliation_completed", payout);
	}
	return payout;
}

/** The bank sends it back, even after it was called paid: the money returns. @throws Refusal when it has failed already */
export function failPayout(account: Account, id: string): Stripe.Payout {
	const payout = kept(account.state.payouts, id, "payout");
	if (payout.status === "failed") throw new Refusal("The payout has failed already.");
	Object.assign(payout, {
		status: "failed",
		failure_code: "account_closed",
		failure_message: "The bank account has been closed.",
		failure_balance_transaction: move(account, {
			type: "payout_failure",
			category: "payout_reversal",
			currency: payout.currency,
			amount: payout.amount,
			source: payout.id,
			description: "PAYOUT FAILURE",
		}).id,
	});
	emit(account, "payout.failed", payout);
	return payout;
}

/** What no payout has paid out yet. */
function notPaidOut({ state }: Account, currency: string): string[] {
	const gone = new Set([...state.paidOut.values()].flat());
	return [...state.transactions.values()]
		.filter((transaction) => transaction.currency === currency && !gone.has(transaction.id))
		.map(({ id }) => id);
}

function newPayout(
	account: Account,
	{ currency, amount, automatic }: { currency: string; amount: number; automatic: boolean },
): Stripe.Payout {
	const now = account.now();
	return {
		id: newId("po"),
		object: "payout",
		...nulls("application_fee", "application_fee_amount", "balance_transaction", "description"),
		...nulls("failure_balance_transaction", "failure_code", "failure_message", "original_payout"),
		...nulls("payout_method", "reversed_by", "statement_descriptor"),
		amount,
		arrival_date: now + 2 * DAY,
		automatic,
		created: now,
		currency,
		destination: "ba_sandbox",
		livemode: false,
		metadata: {},
		method: "standard",
		reconciliation_status: automatic ? "in_progress" : "not_applicable",
		source_type: "card",
		status: "pending",
		trace_id: { status: "pending", value: null },
		type: "bank_account",
	};
}
