import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { flagAt, integerAt, listAt, type Parameters, recordAt, textAt } from "../account/parameters.ts";
import { kept, Refusal } from "../account/refusal.ts";
import { createPrice } from "../checkout/catalogue.ts";
import { emit } from "../events/emit.ts";
import { endSubscription } from "./charge-invoice.ts";
import { planOf } from "./subscribe.ts";

/**
 * Changes what a subscription's parameters name: its amount from the next period on, pause, end with the period,
 * method, metadata.
 * @throws Refusal when it has ended
 */
export function changeSubscription(account: Account, parameters: Parameters, id: string): Stripe.Subscription {
	const subscription = liveOne(account, id);
	const before = structuredClone(subscription);
	listAt(parameters, "items").forEach((_, index) => {
		changeItem(account, subscription, parameters, `items.${index}.`);
	});
	const atEnd = flagAt(parameters, "cancel_at_period_end");
	if (atEnd !== undefined) endWithPeriod(account, subscription, atEnd);
	if ("pause_collection" in parameters) {
		const behavior = textAt(parameters, "pause_collection.behavior") as Stripe.Subscription.PauseCollection.Behavior;
		const resumes_at = integerAt(parameters, "pause_collection.resumes_at") ?? null;
		subscription.pause_collection = behavior ? { behavior, resumes_at } : null;
	}
	const method = textAt(parameters, "default_payment_method");
	if (method) subscription.default_payment_method = kept(account.state.methods, method, "payment_method").id;
	subscription.metadata = { ...subscription.metadata, ...recordAt(parameters, "metadata") };
	return told(account, subscription, before);
}

/** Ends a subscription at once. @throws Refusal when it has ended already */
export function cancelSubscription(account: Account, id: string): Stripe.Subscription {
	const subscription = liveOne(account, id);
	endSubscription(account, subscription, "cancellation_requested");
	return subscription;
}

/** Another card from now on. @throws Refusal when it has ended */
export function changeMethod(account: Account, id: string, method: Stripe.PaymentMethod): Stripe.Subscription {
	const subscription = liveOne(account, id);
	const before = structuredClone(subscription);
	subscription.default_payment_method = method.id;
	return told(account, subscription, before);
}

function liveOne(account: Account, id: string): Stripe.Subscription {
	const subscription = kept(account.state.subscriptions, id, "subscription");
	if (subscription.status === "canceled")
		throw new Refusal(`No such subscription: '${id}'`, { status: 404, code: "resource_missing", param: "id" });
	return subscription;
}

function changeItem(account: Account, subscription: Stripe.Subscription, parameters: Parameters, path: string): void {
	const id = textAt(parameters, `${path}id`);
	const item = subscription.items.data.find((one) => one.id === id);
	if (!item) throw new Refusal("No such subscription item.", { code: "resource_missing", param: `${path}id` });
	const given = textAt(parameters, `${path}price`);
	const described = textAt(parameters, `${path}price_data.currency`);
	if (given) item.price = kept(account.state.prices, given, "price");
	else if (described) item.price = createPrice(account, parameters, `${path}price_data.`);
	if (item.price.currency !== subscription.currency)
		throw new Refusal("A subscription keeps its currency.", { param: `${path}price_data[currency]` });
	item.plan = planOf(item.price);
	item.quantity = integerAt(parameters, `${path}quantity`) ?? item.quantity;
}

function endWithPeriod(account: Account, subscription: Stripe.Subscription, atEnd: boolean): void {
	subscription.cancel_at_period_end = atEnd;
	subscription.cancel_at = atEnd ? (subscription.items.data[0]?.current_period_end ?? null) : null;
	subscription.canceled_at = atEnd ? account.now() : null;
}

function told(account: Account, subscription: Stripe.Subscription, before: Stripe.Subscription): Stripe.Subscription {
	const changed = Object.entries(before).filter(
		([field, value]) => JSON.stringify(value) !== JSON.stringify(subscription[field as keyof Stripe.Subscription]),
	);
	if (changed.length > 0) emit(account, "customer.subscription.updated", subscription, Object.fromEntries(changed));
	return subscription;
}
