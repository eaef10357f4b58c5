import type Stripe from "stripe";
import type { BalanceTxn } from "../ledger/entries.ts";
import { dayOf } from "./day.ts";

/** A balance transaction as the books know it: capitals, days in UTC, no words of anybody. */
export function asTxn(txn: Stripe.BalanceTransaction): BalanceTxn {
	return {
		id: txn.id,
		source: idOf(txn.source),
		type: txn.type,
		reportingCategory: txn.reporting_category,
		currency: txn.currency.toUpperCase(),
		amount: txn.amount,
		fee: txn.fee,
		net: txn.net,
		exchangeRate: txn.exchange_rate === null ? null : String(txn.exchange_rate),
		feeDetails: txn.fee_details.map(({ type, amount, currency }) => ({
			type,
			amount,
			currency: currency.toUpperCase(),
		})),
		createdOn: dayOf(txn.created),
		availableOn: dayOf(txn.available_on),
	};
}

/** The id of what Stripe gives whole or by its id. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
	return typeof value === "string" ? value : (value?.id ?? null);
}
