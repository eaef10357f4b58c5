import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { flagAt, integerAt, type Parameters, recordAt, required, textAt } from "../account/parameters.ts";
import { kept, Refusal } from "../account/refusal.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";
import { createPrice } from "./catalogue.ts";
import { refuseUnknown } from "./known.ts";

const DAY = 86_400;

/**
 * Opens a Checkout session for one line: an amount once, or each interval.
 * @throws Refusal when what it needs is missing, or it asks for what the stand-in does not know
 */
export function createSession(account: Account, parameters: Parameters): Stripe.Checkout.Session {
	refuseUnknown(parameters);
	const mode = required(textAt(parameters, "mode"), "mode") as Stripe.Checkout.Session.Mode;
	required(textAt(parameters, "success_url"), "success_url");
	const price = priceOf(account, parameters);
	if ((mode === "subscription") !== (price.type === "recurring"))
		throw new Refusal("Prices of this kind do not go with this mode.", { param: "mode" });
	const quantity = integerAt(parameters, "line_items.0.quantity") ?? 1;
	const total = (price.unit_amount ?? 0) * quantity;
	const inherited = mode === "subscription" ? "subscription_data" : "payment_intent_data";
	const id = newId("cs_test");
	account.state.orders.set(id, {
		price: price.id,
		quantity,
		metadata: recordAt(parameters, `${inherited}.metadata`),
		description: textAt(parameters, `${inherited}.description`) ?? null,
		suffix: textAt(parameters, "payment_intent_data.statement_descriptor_suffix") ?? null,
	});
	const session = newSession(account, id, parameters, { mode, currency: price.currency, total });
	account.state.sessions.set(id, session);
	return session;
}

/**
 * Ends an open session: nobody can pay by it any more.
 * @throws Refusal when it is not open
 */
export function expireSession(account: Account, id: string): Stripe.Checkout.Session {
	const session = kept(account.state.sessions, id, "checkout.session");
	if (session.status !== "open")
		throw new Refusal(`Only Checkout Sessions with a status in ["open"] can be expired.`, {
			param: "session",
		});
	session.status = "expired";
	session.url = null;
	emit(account, "checkout.session.expired", session);
	return session;
}

/** Ends every open session whose time is over. */
export function expireDue(account: Account): void {
	for (const { id, status, expires_at } of account.state.sessions.values())
		if (status === "open" && expires_at <= account.now()) expireSession(account, id);
}

function priceOf(account: Account, parameters: Parameters): Stripe.Price {
	const given = textAt(parameters, "line_items.0.price");
	if (given) return kept(account.state.prices, given, "price");
	required(textAt(parameters, "line_items.0.price_data.currency"), "line_items");
	return createPrice(account, parameters, "line_items.0.price_data.");
}

function newSession(
	account: Account,
	id: string,
	parameters: Parameters,
	{ mode, currency, total }: { mode: Stripe.Checkout.Session.Mode; currency: string; total: number },
): Stripe.Checkout.Session {
	const now = account.now();
	const creation = textAt(parameters, "customer_creation") as Stripe.Checkout.Session.CustomerCreation | undefined;
	return {
		id,
		object: "checkout.session",
		...nulls("after_expiration", "allow_promotion_codes", "allowed_payment_method_types", "client_secret"),
		...nulls("collected_information", "consent", "consent_collection", "currency_conversion", "customer_account"),
		...nulls("customer_details", "discounts", "integration_identifier", "invoice", "invoice_creation"),
		...nulls("managed_payments", "origin_context", "payment_intent", "payment_link"),
		...nulls("payment_method_configuration_details", "permissions", "recovered_from", "saved_payment_method_options"),
		...nulls("setup_intent", "shipping_address_collection", "shipping_cost", "subscription", "wallet_options"),
		adaptive_pricing: { enabled: flagAt(parameters, "adaptive_pricing.enabled") ?? false },
		amount_subtotal: total,
		amount_total: total,
		automatic_tax: { enabled: false, liability: null, provider: null, status: null },
		billing_address_collection: textAt(parameters, "billing_address_collection") ? "auto" : null,
		cancel_url: textAt(parameters, "cancel_url") ?? null,
		client_reference_id: textAt(parameters, "client_reference_id") ?? null,
		created: now,
		currency,
		custom_fields: [],
		custom_text: nulls("after_submit", "shipping_address", "submit", "terms_of_service_acceptance"),
		customer: textAt(parameters, "customer") ?? null,
		customer_creation: mode === "subscription" ? "always" : (creation ?? "if_required"),
		customer_email: textAt(parameters, "customer_email") ?? null,
		expires_at: integerAt(parameters, "expires_at") ?? now + DAY,
		livemode: false,
		locale: (textAt(parameters, "locale") as Stripe.Checkout.Session.Locale | undefined) ?? null,
		metadata: recordAt(parameters, "metadata"),
		mode,
		payment_method_collection: mode === "subscription" ? "always" : "if_required",
		payment_method_options: {},
		payment_method_types: ["card", "sepa_debit"],
		payment_status: "unpaid",
		shipping_options: [],
		status: "open",
		submit_type: (textAt(parameters, "submit_type") as Stripe.Checkout.Session.SubmitType | undefined) ?? null,
		success_url: textAt(parameters, "success_url") ?? null,
		total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
		ui_mode: "hosted_page",
		url: `${account.origin}/c/pay/${id}`,
	};
}
