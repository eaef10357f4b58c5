import { integerAt, listAt, type Parameters, recordAt, textAt } from "#sandbox/stripe/account/parameters.ts";
import type { SeenRequest } from "#sandbox/stripe/http/api.ts";

/** What no single field's type can say. */
interface Rule {
	operation: RegExp;
	/** The sentence of Stripe's documentation that says so, with the SDK's type whose comment has it. */
	says: string;
	broken(parameters: Parameters, request: SeenRequest): boolean;
}

const SESSION = /^POST \/v1\/checkout\/sessions$/;
const MINUTE = 60;

/** The rules across fields, each with what it rests on. */
export const rules: readonly Rule[] = [
	{
		operation: SESSION,
		says: "customer_creation: Can only be set in `payment` and `setup` mode. (Checkout.SessionCreateParams)",
		broken: (sent) => has(sent, "customer_creation") && textAt(sent, "mode") === "subscription",
	},
	{
		operation: SESSION,
		says: "submit_type can only be specified in `payment` or `subscription` mode. You can't set this parameter if `ui_mode` is `elements`. (Checkout.SessionCreateParams)",
		broken: (sent) =>
			has(sent, "submit_type") && (textAt(sent, "mode") === "setup" || textAt(sent, "ui_mode") === "elements"),
	},
	{
		operation: SESSION,
		says: "expires_at: anywhere from 30 minutes to 24 hours after Checkout Session creation. (Checkout.SessionCreateParams)",
		broken: (sent) => {
			const left = (integerAt(sent, "expires_at") ?? now() + 60 * MINUTE) - now();
			return left < 29 * MINUTE || left > 24 * 60 * MINUTE + MINUTE;
		},
	},
	{
		operation: SESSION,
		says: "payment_intent_data: A subset of parameters to be passed to PaymentIntent creation for Checkout Sessions in `payment` mode. (Checkout.SessionCreateParams)",
		broken: (sent) => has(sent, "payment_intent_data") && textAt(sent, "mode") !== "payment",
	},
	{
		operation: SESSION,
		says: "subscription_data: parameters to be passed to subscription creation for Checkout Sessions in `subscription` mode. (Checkout.SessionCreateParams)",
		broken: (sent) => has(sent, "subscription_data") && textAt(sent, "mode") !== "subscription",
	},
	{
		operation: SESSION,
		says: "You may only specify one of these parameters: customer, customer_email. (customer_email: If not provided, customers will be asked; Checkout.SessionCreateParams)",
		broken: (sent) => has(sent, "customer") && has(sent, "customer_email"),
	},
	{
		operation: SESSION,
		says: "line_items: required for `payment` and `subscription` mode; price_data.recurring is what makes a price recurring, as `subscription` mode needs. (Checkout.SessionCreateParams.LineItem)",
		broken: (sent) =>
			listAt(sent, "line_items").length === 0 ||
			(has(sent, "line_items.0.price_data") &&
				has(sent, "line_items.0.price_data.recurring") !== (textAt(sent, "mode") === "subscription")),
	},
	{
		operation: SESSION,
		says: "price_data: One of `product` or `product_data` is required. (Checkout.SessionCreateParams.LineItem.PriceData)",
		broken: (sent) =>
			has(sent, "line_items.0.price_data") &&
			has(sent, "line_items.0.price_data.product") === has(sent, "line_items.0.price_data.product_data"),
	},
	{
		operation: SESSION,
		says: "success_url: not allowed if ui_mode is `embedded_page` or `elements`; a hosted page needs it. (Checkout.SessionCreateParams)",
		broken: (sent) => {
			const hosted = ["hosted_page", undefined].includes(textAt(sent, "ui_mode"));
			return (
				hosted !== has(sent, "success_url") &&
				["hosted_page", "embedded_page", "elements", undefined].includes(textAt(sent, "ui_mode"))
			);
		},
	},
	{
		operation: SESSION,
		says: "The minimum amount is $0.50 US or equivalent in charge currency. (PaymentIntentCreateParams.amount)",
		broken: (sent) => {
			const amount = integerAt(sent, "line_items.0.price_data.unit_amount");
			return amount !== undefined && amount * (integerAt(sent, "line_items.0.quantity") ?? 1) < 50;
		},
	},
	{
		operation: SESSION,
		says: "statement_descriptor_suffix: maximum 22 characters with the prefix, at least one letter, none of < > \\ ' \" *. (Checkout.SessionCreateParams.PaymentIntentData; docs.stripe.com/get-started/account/statement-descriptors)",
		broken: (sent) => {
			const suffix = textAt(sent, "payment_intent_data.statement_descriptor_suffix");
			return suffix !== undefined && (suffix.length > 22 || /[<>\\'"*]/.test(suffix) || !/[a-z]/i.test(suffix));
		},
	},
	{
		operation: /^POST /,
		says: "metadata: up to 50 keys, names up to 40 characters long and values up to 500. (Stripe.MetadataParam; docs.stripe.com/api/metadata)",
		broken: (sent) =>
			["metadata", "payment_intent_data.metadata", "subscription_data.metadata"].some((path) => {
				const pairs = Object.entries(recordAt(sent, path));
				return pairs.length > 50 || pairs.some(([name, value]) => name.length > 40 || value.length > 500);
			}),
	},
	{
		operation: /^POST \/v1\/refunds$/,
		says: "charge: The identifier of the charge to refund; payment_intent: the PaymentIntent to refund. One of them. (RefundCreateParams)",
		broken: (sent) => has(sent, "charge") === has(sent, "payment_intent"),
	},
	{
		operation: /^POST /,
		says: "Keys are up to 255 characters long. (RequestOptions.idempotencyKey; docs.stripe.com/api/idempotent_requests)",
		broken: (_, { headers }) => String(headers["idempotency-key"] ?? "").length > 255,
	},
	{
		operation: /./,
		says: "Requests name the version whose types we have. (StripeConfig.apiVersion)",
		broken: (_, { headers }) => headers["stripe-version"] !== "2026-10-28.endive",
	},
];

/** The rules that a request breaks. */
export function againstRules(request: SeenRequest): string[] {
	const { operation = "", parameters } = request;
	return rules
		.filter((rule) => rule.operation.test(operation) && rule.broken(parameters, request))
		.map(({ says }) => says);
}

function has(sent: Parameters, path: string): boolean {
	return textAt(sent, path) !== undefined || Object.keys(recordAt(sent, path)).length > 0 || nested(sent, path);
}

function nested(sent: Parameters, path: string): boolean {
	let value: unknown = sent;
	for (const step of path.split(".")) value = (value as Parameters | undefined)?.[step];
	return typeof value === "object" && value !== null;
}

const now = () => Math.floor(Date.now() / 1000);
