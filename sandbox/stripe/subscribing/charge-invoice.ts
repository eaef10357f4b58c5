import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { kept } from "../account/refusal.ts";
import { emit } from "../events/emit.ts";
import { chargeCard, chargeDebit, declineCard } from "../money/charges.ts";
import { createIntent } from "../money/intents.ts";
import { createInvoicePayment, markPaid } from "./invoices.ts";

const DAY = 86_400;

/** Days until the next try after each that failed; after the last one the subscription ends. */
const RETRIES = [3, 5, 7];

/** One attempt to be paid. */
interface Attempt {
	subscription: Stripe.Subscription;
	invoice: Stripe.Invoice;
	method: Stripe.PaymentMethod;
	email: string | null;
	outcome: "paid" | "declined";
	settleIn?: string;
}

/** Tries to be paid an invoice, and tells its subscription what came of it. */
export function chargeInvoice(account: Account, attempt: Attempt): void {
	const { subscription, invoice, method, email, outcome, settleIn } = attempt;
	const payment = paymentOf(account, invoice);
	const intent = kept(account.state.intents, String(payment.payment.payment_intent), "payment_intent");
	invoice.attempt_count += 1;
	invoice.attempted = true;
	if (outcome === "declined") {
		declineCard(account, intent, { method: method.id, email, reason: "insufficient_funds" });
		failed(account, subscription, invoice);
	} else if (method.type === "card") {
		chargeCard(account, intent, { method: method.id, email }, settleIn);
		markPaid(account, invoice, payment);
		setStatus(account, subscription, "active");
	} else {
		// A subscription is active while its direct debit is on its way.
		chargeDebit(account, intent, { method: method.id, email });
	}
}

/** The direct debit that was to pay an invoice has ended. */
export function invoiceDebitEnded(account: Account, intent: string, outcome: "succeeded" | "failed"): void {
	const payment = [...account.state.invoicePayments.values()].find(({ payment }) => payment.payment_intent === intent);
	if (!payment) return;
	const invoice = kept(account.state.invoices, String(payment.invoice), "invoice");
	if (outcome === "succeeded") markPaid(account, invoice, payment);
	else failed(account, subscriptionOf(account, invoice), invoice);
}

/** Ends a subscription, now. @param reason why, as its cancellation details say */
export function endSubscription(
	account: Account,
	subscription: Stripe.Subscription,
	reason: Stripe.Subscription.CancellationDetails.Reason,
): void {
	const now = account.now();
	Object.assign(subscription, {
		status: "canceled",
		canceled_at: now,
		ended_at: now,
		cancellation_details: { ...subscription.cancellation_details, reason },
	});
	emit(account, "customer.subscription.deleted", subscription);
}

/** The subscription whose period an invoice bills. */
export function subscriptionOf(account: Account, invoice: Stripe.Invoice): Stripe.Subscription {
	return kept(account.state.subscriptions, String(invoice.parent?.subscription_details?.subscription), "subscription");
}

/** The payment that is to pay an invoice: the one that is open, or a new one. */
export function paymentOf(account: Account, invoice: Stripe.Invoice): Stripe.InvoicePayment {
	const there = [...account.state.invoicePayments.values()].find(
		(payment) => payment.invoice === invoice.id && payment.status === "open",
	);
	if (there) return there;
	const intent = createIntent(account, {
		amount: invoice.amount_due,
		currency: invoice.currency,
		customer: invoice.customer as string,
		description:
			{ subscription_create: "Subscription creation", manual: "Invoice" }[String(invoice.billing_reason)] ??
			"Subscription update",
	});
	return createInvoicePayment(account, invoice, intent);
}

function failed(account: Account, subscription: Stripe.Subscription, invoice: Stripe.Invoice): void {
	const wait = RETRIES[invoice.attempt_count - 1];
	invoice.next_payment_attempt = wait === undefined ? null : account.now() + wait * DAY;
	emit(account, "invoice.payment_failed", invoice);
	if (wait === undefined) endSubscription(account, subscription, "payment_failed");
	else setStatus(account, subscription, "past_due");
}

function setStatus(account: Account, subscription: Stripe.Subscription, status: Stripe.Subscription.Status): void {
	if (subscription.status === status) return;
	const before = subscription.status;
	subscription.status = status;
	emit(account, "customer.subscription.updated", subscription, { status: before });
}
