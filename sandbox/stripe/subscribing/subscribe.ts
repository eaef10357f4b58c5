import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { kept } from "../account/refusal.ts";
import { newId, type Order } from "../account/state.ts";
import { emit } from "../events/emit.ts";
import { chargeInvoice } from "./charge-invoice.ts";
import { createInvoice, periodOf } from "./invoices.ts";
import { periodEnd } from "./period.ts";

/** Whom a subscription bills, and how. */
interface Subscribing {
	customer: string;
	method: Stripe.PaymentMethod;
	email: string | null;
	order: Order;
	settleIn?: string;
}

/** Begins a subscription with its first invoice, paid by a card at once or by a direct debit on its way. */
export function subscribe(
	account: Account,
	{ customer, method, email, order, settleIn }: Subscribing,
): { subscription: Stripe.Subscription; invoice: Stripe.Invoice } {
	const price = kept(account.state.prices, order.price, "price");
	const subscription = newSubscription(account, { customer, method: method.id, price, order });
	account.state.subscriptions.set(subscription.id, subscription);
	const invoice = createInvoice(account, periodOf(subscription, "subscription_create", email));
	emit(account, "customer.subscription.created", subscription);
	chargeInvoice(account, { subscription, invoice, method, email, outcome: "paid", settleIn });
	return { subscription, invoice };
}

function newSubscription(
	account: Account,
	{ customer, method, price, order }: { customer: string; method: string; price: Stripe.Price; order: Order },
): Stripe.Subscription {
	const now = account.now();
	const id = newId("sub");
	const { interval = "month", interval_count = 1 } = price.recurring ?? {};
	return {
		id,
		object: "subscription",
		...nulls("application", "application_fee_percent", "billing_cycle_anchor_config", "billing_thresholds"),
		...nulls("cancel_at", "canceled_at", "customer_account", "days_until_due", "default_source", "ended_at"),
		...nulls("latest_invoice", "managed_payments", "next_pending_invoice_item_invoice", "on_behalf_of"),
		...nulls("pause_collection", "payment_settings", "pending_invoice_item_interval", "pending_setup_intent"),
		...nulls("pending_update", "schedule", "test_clock", "transfer_data", "trial_end", "trial_settings", "trial_start"),
		automatic_tax: { disabled_reason: null, enabled: false, liability: null },
		billing_cycle_anchor: now,
		billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible" },
		billing_schedules: [],
		cancel_at_period_end: false,
		cancellation_details: nulls("comment", "feedback", "feedback_option", "reason"),
		collection_method: "charge_automatically",
		created: now,
		currency: price.currency,
		customer,
		default_payment_method: method,
		description: order.description,
		discounts: [],
		invoice_settings: {
			...nulls("account_tax_ids", "custom_fields", "description", "footer"),
			issuer: { type: "self" },
		},
		items: {
			object: "list",
			data: [
				{
					id: newId("si"),
					object: "subscription_item",
					...nulls("billing_thresholds", "current_trial"),
					created: now,
					current_period_end: periodEnd(now, interval, interval_count, now),
					current_period_start: now,
					discounts: [],
					metadata: {},
					plan: planOf(price),
					price,
					quantity: order.quantity,
					subscription: id,
					tax_rates: [],
				},
			],
			has_more: false,
			url: `/v1/subscription_items?subscription=${id}`,
		},
		livemode: false,
		metadata: { ...order.metadata },
		start_date: now,
		status: "active",
	};
}

/** The plan that older clients read in the place of a price. */
export function planOf(price: Stripe.Price): Stripe.Plan {
	return {
		id: price.id,
		object: "plan",
		...nulls("amount_decimal", "meter", "nickname", "tiers_mode", "transform_usage", "trial_period_days"),
		active: price.active,
		amount: price.unit_amount,
		billing_scheme: price.billing_scheme as Stripe.Plan.BillingScheme,
		created: price.created,
		currency: price.currency,
		interval: price.recurring?.interval ?? "month",
		interval_count: price.recurring?.interval_count ?? 1,
		livemode: false,
		metadata: price.metadata,
		product: price.product as string,
		usage_type: "licensed",
	};
}
