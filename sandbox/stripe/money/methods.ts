import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";

/** How a person pays on the hosted page. */
export type Way = "card" | "debit";

const billing = (email: string | null): Stripe.Charge.BillingDetails => ({
	address: null,
	email,
	name: null,
	phone: null,
	tax_id: null,
});

/** A card or a bank account with an authorised direct debit. */
export function createMethod(
	account: Account,
	{ way, email = null, customer = null }: { way: Way; email?: string | null; customer?: string | null },
): Stripe.PaymentMethod {
	const method: Stripe.PaymentMethod = {
		id: newId("pm"),
		object: "payment_method",
		billing_details: billing(email),
		created: account.now(),
		customer,
		customer_account: null,
		livemode: false,
		metadata: {},
		...(way === "card"
			? { type: "card", card: cardOfMethod }
			: {
					type: "sepa_debit",
					sepa_debit: {
						bank_code: "37040044",
						branch_code: "",
						country: "DE",
						fingerprint: null,
						generated_from: null,
						last4: "3000",
					},
				}),
	};
	account.state.methods.set(method.id, method);
	if (customer) emit(account, "payment_method.attached", method);
	return method;
}

/** What a charge says of how it was paid. */
export function paidWith(way: Way): Stripe.Charge.PaymentMethodDetails {
	return way === "card"
		? { type: "card", card: cardOfCharge }
		: {
				type: "sepa_debit",
				sepa_debit: {
					bank_code: "37040044",
					branch_code: "",
					country: "DE",
					fingerprint: null,
					last4: "3000",
					mandate: null,
				},
			};
}

/** The giver's particulars on a charge: the address alone. */
export const billingOf = billing;

const cardOfMethod: Stripe.PaymentMethod.Card = {
	brand: "visa",
	checks: null,
	country: "DE",
	display_brand: "visa",
	exp_month: 12,
	exp_year: 2034,
	fingerprint: null,
	funding: "credit",
	generated_from: null,
	last4: "4242",
	networks: null,
	regulated_status: "unregulated",
	three_d_secure_usage: { supported: true },
	wallet: null,
};

const cardOfCharge: Stripe.Charge.PaymentMethodDetails.Card = {
	amount_authorized: null,
	authorization_code: null,
	brand: "visa",
	checks: null,
	country: "DE",
	electronic_commerce_indicator: null,
	exp_month: 12,
	exp_year: 2034,
	funding: "credit",
	installments: null,
	last4: "4242",
	mandate: null,
	network: "visa",
	network_transaction_id: null,
	regulated_status: "unregulated",
	three_d_secure: null,
	transaction_link_id: null,
	wallet: null,
};
