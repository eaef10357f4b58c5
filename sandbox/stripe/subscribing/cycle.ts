import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { kept, Refusal } from "../account/refusal.ts";
import { emit } from "../events/emit.ts";
import { chargeInvoice, endSubscription, subscriptionOf } from "./charge-invoice.ts";
import { createInvoice, periodOf } from "./invoices.ts";
import { periodEnd } from "./period.ts";

/**
 * A subscription's next period begins: it is billed, or ends, or is passed over while collection is paused.
 * @returns the new invoice, if there is one
 * @throws Refusal when the subscription has ended
 */
export function cycle(account: Account, id: string, outcome: "paid" | "declined" = "paid"): Stripe.Invoice | undefined {
	const subscription = kept(account.state.subscriptions, id, "subscription");
	if (subscription.status === "canceled") throw new Refusal("The subscription has ended.");
	if (subscription.cancel_at_period_end) {
		endSubscription(account, subscription, "cancellation_requested");
		return;
	}
	nextPeriod(subscription);
	emit(account, "customer.subscription.updated", subscription);
	if (subscription.pause_collection) return;
	const customer = kept(account.state.customers, String(subscription.customer), "customer");
	const invoice = createInvoice(account, periodOf(subscription, "subscription_cycle", customer.email));
	charge(account, subscription, invoice, outcome);
	return invoice;
}

/**
 * An unpaid invoice is tried again; the last try that fails ends the subscription.
 * @throws Refusal when nothing is open
 */
export function retryInvoice(account: Account, id: string, outcome: "paid" | "declined"): Stripe.Invoice {
	const invoice = kept(account.state.invoices, id, "invoice");
	if (invoice.status !== "open") throw new Refusal("The invoice is not open.");
	charge(account, subscriptionOf(account, invoice), invoice, outcome);
	return invoice;
}

/** Bills every subscription whose period has ended, as often as periods have. */
export function cyclesDue(account: Account): void {
	for (const subscription of account.state.subscriptions.values()) {
		const ends = () => subscription.items.data[0]?.current_period_end ?? Number.POSITIVE_INFINITY;
		while (subscription.status !== "canceled" && ends() <= account.now()) cycle(account, subscription.id);
	}
}

function nextPeriod(subscription: Stripe.Subscription): void {
	for (const item of subscription.items.data) {
		const { interval = "month", interval_count = 1 } = item.price.recurring ?? {};
		const start = item.current_period_end;
		item.current_period_start = start;
		item.current_period_end = periodEnd(start, interval, interval_count, subscription.billing_cycle_anchor);
	}
}

function charge(
	account: Account,
	subscription: Stripe.Subscription,
	invoice: Stripe.Invoice,
	outcome: "paid" | "declined",
): void {
	const method = kept(account.state.methods, String(subscription.default_payment_method), "payment_method");
	chargeInvoice(account, { subscription, invoice, method, email: invoice.customer_email, outcome });
}
