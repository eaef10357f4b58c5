import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { kept, Refusal } from "../account/refusal.ts";
import type { Order } from "../account/state.ts";
import { emit } from "../events/emit.ts";
import { chargeCard, chargeDebit, declineCard, endDebit } from "../money/charges.ts";
import { converted } from "../money/fees.ts";
import { createIntent } from "../money/intents.ts";
import { createMethod } from "../money/methods.ts";
import { invoiceDebitEnded } from "../subscribing/charge-invoice.ts";
import { subscribe } from "../subscribing/subscribe.ts";
import { createCustomer } from "./customers.ts";

/** What a person does on the hosted page. */
export interface Paying {
	way: "card" | "debit" | "declined";
	/** Typed on the page; the session's own address goes before it. */
	email?: string;
	/** Where the charge is to settle, whatever the account's currencies. */
	settleIn?: string;
	/** The giver pays in their own currency (Adaptive Pricing), where the session lets them; what we are given stays the same. */
	presentedIn?: string;
}

/**
 * Pays an open session, or tries to with a card that is declined (the session then stays open).
 * @throws Refusal when the session is not open
 */
export function paySession(account: Account, id: string, paying: Paying): Stripe.Checkout.Session {
	const session = kept(account.state.sessions, id, "checkout.session");
	const order = kept(account.state.orders, id, "order");
	if (session.status !== "open") throw new Refusal("The session is not open.");
	if (paying.presentedIn && !(session.adaptive_pricing?.enabled && session.mode === "payment"))
		throw new Refusal("The session has its own currency.", { param: "adaptive_pricing" });
	const email = session.customer_email ?? paying.email ?? "giver@example.org";
	if (session.mode === "subscription") payMonthly(account, session, order, { ...paying, email });
	else payOnce(account, session, order, { ...paying, email });
	return session;
}

/** What became of a direct debit, told to its session too. */
export function endSessionDebit(account: Account, chargeId: string, outcome: "succeeded" | "failed"): void {
	const intent = endDebit(account, chargeId, outcome);
	invoiceDebitEnded(account, intent.id, outcome);
	const session = [...account.state.sessions.values()].find(({ payment_intent }) => payment_intent === intent.id);
	if (!session) return;
	if (outcome === "succeeded") session.payment_status = "paid";
	emit(account, `checkout.session.async_payment_${outcome}`, session);
}

/** Ends the direct debits whose time has come: all succeed. */
export function endDueDebits(account: Account): void {
	for (const { charge, at } of [...account.state.debits.values()])
		if (at !== null && at <= account.now()) endSessionDebit(account, charge, "succeeded");
}

function payOnce(account: Account, session: Stripe.Checkout.Session, order: Order, paying: Paying & { email: string }) {
	const { way, email, settleIn, presentedIn } = paying;
	const intent = intentOf(account, session, order);
	if (presentedIn) session.presentment_details = intent.presentment_details = presented(intent, presentedIn);
	if (way === "declined") {
		declineCard(account, intent, { method: null, email });
		return;
	}
	if (session.customer_creation === "always" && !session.customer) {
		session.customer = createCustomer(account, { email }).id;
		intent.customer = session.customer;
	}
	const method = createMethod(account, { way, email, customer: session.customer as string | null }).id;
	if (way === "card") chargeCard(account, intent, { method, email }, settleIn);
	else chargeDebit(account, intent, { method, email });
	complete(account, session, { email, paid: way === "card" });
}

/** What a giver is charged in another currency: amount and currency of the payment itself stay ours. */
function presented({ amount, currency }: Stripe.PaymentIntent, into: string) {
	return { presentment_amount: converted(amount, currency, into), presentment_currency: into };
}

/** A second try after a declined card pays the same intent, as Checkout does. */
function intentOf(account: Account, session: Stripe.Checkout.Session, order: Order): Stripe.PaymentIntent {
	if (session.payment_intent) return kept(account.state.intents, String(session.payment_intent), "payment_intent");
	const intent = createIntent(account, {
		amount: session.amount_total ?? 0,
		currency: session.currency ?? "eur",
		customer: session.customer as string | null,
		...order,
	});
	session.payment_intent = intent.id;
	return intent;
}

function payMonthly(
	account: Account,
	session: Stripe.Checkout.Session,
	order: Order,
	{ way, email, settleIn }: Paying & { email: string },
): void {
	if (way === "declined") {
		// Checkout makes the subscription with the first payment that succeeds.
		declineCard(
			account,
			createIntent(account, { amount: session.amount_total ?? 0, currency: session.currency ?? "eur" }),
			{
				method: null,
				email,
			},
		);
		return;
	}
	session.customer ??= createCustomer(account, { email }).id;
	const method = createMethod(account, { way, email, customer: String(session.customer) });
	const { subscription, invoice } = subscribe(account, {
		customer: String(session.customer),
		method,
		email,
		order,
		settleIn,
	});
	session.subscription = subscription.id;
	session.invoice = invoice.id;
	complete(account, session, { email, paid: invoice.status === "paid" });
}

function complete(
	account: Account,
	session: Stripe.Checkout.Session,
	{ email, paid }: { email: string; paid: boolean },
) {
	Object.assign(session, {
		status: "complete",
		payment_status: paid ? "paid" : "unpaid",
		url: null,
		customer_details: {
			address: null,
			business_name: null,
			email,
			individual_name: null,
			name: null,
			phone: null,
			tax_exempt: "none",
			tax_ids: [],
		} satisfies Stripe.Checkout.Session.CustomerDetails,
	});
	emit(account, "checkout.session.completed", session);
}
