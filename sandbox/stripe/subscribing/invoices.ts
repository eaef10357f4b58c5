import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";

/** What an invoice bills. */
export interface Billed {
	customer: string;
	email: string | null;
	currency: string;
	amount: number;
	reason: "subscription_create" | "subscription_cycle" | "manual";
	/** Whose period it is. */
	subscription?: Stripe.Subscription;
}

/** What one period of a subscription costs. */
export function periodOf(subscription: Stripe.Subscription, reason: Billed["reason"], email: string | null): Billed {
	const [item] = subscription.items.data;
	const amount = (item?.price.unit_amount ?? 0) * (item?.quantity ?? 1);
	const { customer, currency } = subscription;
	return { customer: String(customer), email, currency, amount, reason, subscription };
}

/** Writes an invoice, finalized: to be paid. */
export function createInvoice(account: Account, billed: Billed): Stripe.Invoice {
	const { customer, email, currency, amount, reason, subscription } = billed;
	const item = subscription?.items.data[0];
	const now = account.now();
	const id = newId("in");
	const invoice: Stripe.Invoice = {
		id,
		object: "invoice",
		...nulls("account_country", "account_name", "account_tax_ids", "application", "automatically_finalizes_at"),
		...nulls("custom_fields", "customer_account", "customer_address", "customer_name", "customer_phone"),
		...nulls("customer_shipping", "default_payment_method", "default_source", "description", "due_date", "footer"),
		...nulls("from_invoice", "last_finalization_error", "latest_revision", "next_payment_attempt", "on_behalf_of"),
		...nulls("receipt_number", "rendering", "shipping_cost", "shipping_details", "statement_descriptor", "test_clock"),
		...nulls("total_discount_amounts", "total_pretax_credit_amounts", "total_taxes", "webhooks_delivered_at"),
		amount_due: amount,
		amount_overpaid: 0,
		amount_paid: 0,
		amount_remaining: amount,
		amount_shipping: 0,
		attempt_count: 0,
		attempted: false,
		automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
		billing_reason: reason,
		collection_method: "charge_automatically",
		created: now,
		currency,
		customer,
		customer_email: email,
		customer_tax_exempt: "none",
		default_tax_rates: [],
		discounts: [],
		effective_at: now,
		ending_balance: 0,
		issuer: { type: "self" },
		lines: {
			object: "list",
			data: subscription ? [lineOf(subscription, id, amount)] : [],
			has_more: false,
			url: `/v1/invoices/${id}/lines`,
		},
		livemode: false,
		metadata: {},
		number: id.slice(-12).toUpperCase(),
		parent: subscription
			? {
					quote_details: null,
					subscription_details: { metadata: { ...subscription.metadata }, subscription: subscription.id },
					type: "subscription_details",
				}
			: null,
		payment_settings: nulls("default_mandate", "payment_method_options", "payment_method_types"),
		period_end: item?.current_period_end ?? now,
		period_start: item?.current_period_start ?? now,
		post_payment_credit_notes_amount: 0,
		pre_payment_credit_notes_amount: 0,
		starting_balance: 0,
		status: "open",
		status_transitions: { ...nulls("marked_uncollectible_at", "paid_at", "voided_at"), finalized_at: now },
		subtotal: amount,
		subtotal_excluding_tax: amount,
		total: amount,
		total_excluding_tax: amount,
	};
	account.state.invoices.set(id, invoice);
	if (subscription) subscription.latest_invoice = id;
	emit(account, "invoice.created", invoice);
	emit(account, "invoice.finalized", invoice);
	return invoice;
}

/** Joins an invoice and the payment that is to pay it. */
export function createInvoicePayment(
	account: Account,
	invoice: Stripe.Invoice,
	intent: Stripe.PaymentIntent,
): Stripe.InvoicePayment {
	const payment: Stripe.InvoicePayment = {
		id: newId("inpay"),
		object: "invoice_payment",
		amount_paid: null,
		amount_requested: invoice.amount_due,
		created: account.now(),
		currency: invoice.currency,
		invoice: invoice.id,
		is_default: true,
		livemode: false,
		payment: { payment_intent: intent.id, type: "payment_intent" },
		status: "open",
		status_transitions: nulls("canceled_at", "paid_at"),
	};
	account.state.invoicePayments.set(payment.id, payment);
	return payment;
}

/** The money of an invoice has come. */
export function markPaid(account: Account, invoice: Stripe.Invoice, payment: Stripe.InvoicePayment): void {
	const now = account.now();
	Object.assign(invoice, {
		amount_paid: invoice.amount_due,
		amount_remaining: 0,
		attempted: true,
		next_payment_attempt: null,
		status: "paid",
		status_transitions: { ...invoice.status_transitions, paid_at: now },
	});
	Object.assign(payment, {
		amount_paid: invoice.amount_due,
		status: "paid",
		status_transitions: { ...payment.status_transitions, paid_at: now },
	});
	emit(account, "invoice.paid", invoice);
	emit(account, "invoice.payment_succeeded", invoice);
	emit(account, "invoice_payment.paid", payment);
}

function lineOf(subscription: Stripe.Subscription, invoice: string, amount: number): Stripe.InvoiceLineItem {
	const [item] = subscription.items.data;
	return {
		id: newId("il"),
		object: "line_item",
		...nulls("discount_amounts", "pretax_credit_amounts", "pricing", "quantity_decimal", "taxes"),
		amount,
		currency: subscription.currency,
		description: null,
		discountable: true,
		discounts: [],
		invoice,
		livemode: false,
		metadata: { ...subscription.metadata },
		parent: {
			invoice_item_details: null,
			subscription_item_details: {
				invoice_item: null,
				proration: false,
				proration_details: null,
				subscription: subscription.id,
				subscription_item: item?.id ?? "",
			},
			type: "subscription_item_details",
		},
		period: { end: item?.current_period_end ?? 0, start: item?.current_period_start ?? 0 },
		quantity: item?.quantity ?? 1,
		subscription: subscription.id,
		subtotal: amount,
	};
}
