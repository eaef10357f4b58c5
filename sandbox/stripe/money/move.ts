import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";

const DAY = 86_400;

/** One movement of the account's money, in minor units; what comes in is positive. */
export interface Movement {
	type: string;
	/** What bookkeeping goes by (https://docs.stripe.com/reports/reporting-categories). */
	category: string;
	currency: string;
	amount: number;
	fee?: number;
	rate?: number | null;
	source: string | null;
	description?: string;
	/** What the fee is for. */
	feeFor?: string;
	/** Days until it can be paid out; 0: at once. */
	days?: number;
}

/** Writes a balance transaction and moves the balance by its net: the one function that does. */
export function move(account: Account, movement: Movement): Stripe.BalanceTransaction {
	const { type, category, currency, amount, fee = 0, rate = null, source, days = 0 } = movement;
	const { description = null, feeFor = "Stripe processing fees" } = movement;
	const now = account.now();
	const transaction: Stripe.BalanceTransaction = {
		id: newId("txn"),
		object: "balance_transaction",
		amount,
		available_on: now + days * DAY,
		balance_type: "payments",
		created: now,
		currency,
		description,
		exchange_rate: rate,
		fee,
		fee_details:
			fee === 0 ? [] : [{ amount: fee, application: null, currency, description: feeFor, type: "stripe_fee" }],
		net: amount - fee,
		reporting_category: category,
		source,
		status: days === 0 ? "available" : "pending",
		type: type as Stripe.BalanceTransaction["type"],
	};
	account.state.transactions.set(transaction.id, transaction);
	const funds = fundsOf(account, currency);
	funds[transaction.status === "available" ? "available" : "pending"] += transaction.net;
	return transaction;
}

/** Lets what has waited long enough be paid out. @param all however short it has waited */
export function letAvailable(account: Account, { currency, all = false }: { currency?: string; all?: boolean } = {}) {
	let some = false;
	for (const transaction of account.state.transactions.values()) {
		if (transaction.status !== "pending" || (currency && transaction.currency !== currency)) continue;
		if (!all && transaction.available_on > account.now()) continue;
		transaction.status = "available";
		const funds = fundsOf(account, transaction.currency);
		funds.pending -= transaction.net;
		funds.available += transaction.net;
		some = true;
	}
	if (some) emit(account, "balance.available", balance(account));
}

function fundsOf({ state, settlesIn }: Account, currency: string) {
	const there = state.funds.get(currency) ?? { available: 0, pending: 0 };
	state.funds.set(currency, there);
	for (const own of settlesIn) if (!state.funds.has(own)) state.funds.set(own, { available: 0, pending: 0 });
	return there;
}

/** What `/v1/balance` answers: running sums, kept apart from the transactions. */
export function balance({ state, settlesIn }: Account): Stripe.Balance {
	const currencies = [...new Set([...settlesIn, ...state.funds.keys()])];
	const of = (part: "available" | "pending") =>
		currencies.map((currency) => {
			const amount = state.funds.get(currency)?.[part] ?? 0;
			return { amount, currency, source_types: { card: amount } };
		});
	return { object: "balance", available: of("available"), livemode: false, pending: of("pending") };
}
