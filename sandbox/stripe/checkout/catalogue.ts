import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { integerAt, type Parameters, recordAt, required, textAt } from "../account/parameters.ts";
import { kept, Refusal } from "../account/refusal.ts";
import { newId } from "../account/state.ts";

/** A product from its parameters. @param path where they stand in a larger request */
export function createProduct(account: Account, parameters: Parameters, path = ""): Stripe.Product {
	const name = required(textAt(parameters, `${path}name`), `${path}name`);
	const now = account.now();
	const product: Stripe.Product = {
		id: textAt(parameters, `${path}id`) ?? newId("prod"),
		object: "product",
		...nulls("package_dimensions", "shippable", "tax_details", "url"),
		active: true,
		created: now,
		description: textAt(parameters, `${path}description`) ?? null,
		images: [],
		livemode: false,
		marketing_features: [],
		metadata: recordAt(parameters, `${path}metadata`),
		name,
		type: "service",
		updated: now,
	};
	if (account.state.products.has(product.id))
		throw new Refusal("Product already exists.", { code: "resource_already_exists", param: "id" });
	account.state.products.set(product.id, product);
	return product;
}

/** A price from its parameters, for a product that is there or one that they describe. */
export function createPrice(account: Account, parameters: Parameters, path = ""): Stripe.Price {
	const given = textAt(parameters, `${path}product`);
	const product = given
		? kept(account.state.products, given, "product")
		: createProduct(account, parameters, `${path}product_data.`);
	const interval = textAt(parameters, `${path}recurring.interval`);
	const price: Stripe.Price = {
		id: newId("price"),
		object: "price",
		...nulls("custom_unit_amount", "lookup_key", "nickname", "tiers_mode", "transform_quantity"),
		unit_amount_decimal: null,
		active: true,
		billing_scheme: "per_unit",
		created: account.now(),
		currency: required(textAt(parameters, `${path}currency`), `${path}currency`).toLowerCase(),
		livemode: false,
		metadata: recordAt(parameters, `${path}metadata`),
		product: product.id,
		recurring: interval
			? {
					interval: interval as Stripe.Price.Recurring.Interval,
					interval_count: integerAt(parameters, `${path}recurring.interval_count`) ?? 1,
					meter: null,
					trial_period_days: null,
					usage_type: "licensed",
				}
			: null,
		tax_behavior: "unspecified",
		type: interval ? "recurring" : "one_time",
		unit_amount: required(integerAt(parameters, `${path}unit_amount`), `${path}unit_amount`),
	};
	account.state.prices.set(price.id, price);
	return price;
}
