import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { newId } from "../account/state.ts";
import { emit } from "../events/emit.ts";

/** What is to be paid. */
export interface Payable {
	amount: number;
	currency: string;
	customer?: string | null;
	description?: string | null;
	metadata?: Record<string, string>;
	suffix?: string | null;
}

/** Begins a payment: nothing has been taken yet. */
export function createIntent(account: Account, payable: Payable): Stripe.PaymentIntent {
	const id = newId("pi");
	const intent: Stripe.PaymentIntent = {
		id,
		object: "payment_intent",
		...nulls("allowed_payment_method_types", "application", "application_fee_amount", "canceled_at"),
		...nulls("cancellation_reason", "customer_account", "excluded_payment_method_types", "last_payment_error"),
		...nulls("latest_charge", "managed_payments", "next_action", "on_behalf_of", "payment_method"),
		...nulls("payment_method_configuration_details", "payment_record", "processing", "receipt_email", "review"),
		...nulls("setup_future_usage", "shipping", "source", "statement_descriptor", "transfer_group"),
		amount: payable.amount,
		amount_capturable: 0,
		amount_received: 0,
		automatic_payment_methods: { enabled: true },
		// Since 2024-04-10 what Checkout captures is captured a moment after it is authorised.
		capture_method: "automatic_async",
		client_secret: `${id}_secret_sandbox`,
		confirmation_method: "automatic",
		created: account.now(),
		currency: payable.currency,
		customer: payable.customer ?? null,
		description: payable.description ?? null,
		livemode: false,
		metadata: { ...payable.metadata },
		payment_method_options: {},
		payment_method_types: ["card", "sepa_debit"],
		statement_descriptor_suffix: payable.suffix ?? null,
		status: "requires_payment_method",
	};
	account.state.intents.set(id, intent);
	emit(account, "payment_intent.created", intent);
	return intent;
}
