import { listAt, namesAt, type Parameters, textAt } from "../account/parameters.ts";
import { Refusal } from "../account/refusal.ts";

/** What a session's parameters may say to the stand-in; each list is of one place in them. */
const known: Readonly<Record<string, readonly string[]>> = {
	"": [
		"adaptive_pricing",
		"billing_address_collection",
		"cancel_url",
		"client_reference_id",
		"customer",
		"customer_creation",
		"customer_email",
		"expand",
		"expires_at",
		"line_items",
		"locale",
		"metadata",
		"mode",
		"payment_intent_data",
		"phone_number_collection",
		"submit_type",
		"subscription_data",
		"success_url",
		"ui_mode",
	],
	"line_items.0": ["price", "price_data", "quantity"],
	"line_items.0.price_data": ["currency", "product", "product_data", "recurring", "unit_amount"],
	// An address to ship to is what Stripe's own command line says; nothing here is shipped.
	payment_intent_data: ["description", "metadata", "shipping", "statement_descriptor_suffix"],
	subscription_data: ["description", "metadata"],
};

/**
 * Looks that a session asks for nothing that the stand-in would pass over in silence: whoever relies on it has to teach it
 * first.
 * @throws Refusal naming what it does not know
 */
export function refuseUnknown(parameters: Parameters): void {
	for (const [place, names] of Object.entries(known))
		for (const name of namesAt(parameters, place))
			if (!names.includes(name)) throw unknown(place ? `${place}.${name}` : name);
	if (listAt(parameters, "line_items").length > 1) throw unknown("line_items.1");
	if (!["hosted_page", undefined].includes(textAt(parameters, "ui_mode"))) throw unknown("ui_mode");
}

function unknown(param: string): Refusal {
	return new Refusal(`The stand-in does not know ${param}: docs/sandbox.md.`, { code: "parameter_unknown", param });
}
