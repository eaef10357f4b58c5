import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";

/** A new customer. */
export function createCustomer(
	account: Account,
	{ email = null, metadata = {} }: { email?: string | null; metadata?: Record<string, string> },
): Stripe.Customer {
	const customer: Stripe.Customer = {
		id: newId("cus"),
		object: "customer",
		...nulls("default_source", "description", "shipping"),
		balance: 0,
		created: account.now(),
		email,
		invoice_settings: nulls("custom_fields", "default_payment_method", "footer", "rendering_options"),
		livemode: false,
		metadata,
	};
	account.state.customers.set(customer.id, customer);
	emit(account, "customer.created", customer);
	return customer;
}
