import type Stripe from "stripe";
import { dayOf } from "./day.ts";
import type { StripeDoor } from "./stripe.server.ts";
import { isMissing } from "./trouble.ts";

/** A monthly gift as Stripe has it (Subscription), as far as we look at it. */
export interface MonthlyAtStripe {
	/** `sub_…` */
	subscription: string;
	/** `cus_…` */
	customer: string;
	/** Ours, from its metadata; null for what this site did not make. */
	donationId: string | null;
	/** Stripe's word. */
	status: string;
	/** ISO 4217, capitals. */
	currency: string;
	/** What is charged each month, in minor units. */
	amount: number;
	/** `YYYY-MM-DD`, as all days here; UTC. */
	cancelOn: string | null;
	paused: boolean;
	nextOn: string | null;
	/** Set once nothing will be charged any more. */
	endedOn: string | null;
	/** Its last month could not be charged. */
	behind: boolean;
	/** It ended because it could not be charged. */
	endedByFailure: boolean;
	/** Its first payment was never made: it has not been a gift. */
	neverBegan: boolean;
}

/** One month of it (Invoice). */
export interface MonthAtStripe {
	/** `in_…` */
	invoice: string;
	subscription: string;
	/** The one that was paid on the page where it was set up. */
	first: boolean;
	paid: boolean;
	/** It was tried, and is neither paid nor given up: a direct debit may be on its way. */
	unpaid: boolean;
	/** When it is tried again; null: not by itself. */
	nextTryOn: string | null;
	/** Minor units. */
	amount: number;
	currency: string;
	day: string;
}

/** Looks at a monthly gift. @throws Stripe's errors */
export async function retrieveMonthly({ api }: StripeDoor, subscription: string): Promise<MonthlyAtStripe> {
	return asMonthly(await api.subscriptions.retrieve(subscription));
}

/** Looks at an invoice; null for one that is not a month of a monthly gift. @throws Stripe's errors */
export async function retrieveMonth({ api }: StripeDoor, invoice: string): Promise<MonthAtStripe | null> {
	return asMonth(await api.invoices.retrieve(invoice));
}

/**
 * Stops or takes up again the charging of a monthly gift: what falls due meanwhile is void
 * (docs.stripe.com/billing/subscriptions/pause-payment).
 * @param wish names this wish and no other, so that asking twice changes once
 */
export async function pauseMonthly(
	door: StripeDoor,
	subscription: string,
	paused: boolean,
	wish: string,
): Promise<MonthlyAtStripe> {
	return update(door, subscription, wish, { pause_collection: paused ? { behavior: "void" } : "" });
}

/**
 * Changes what is charged from the next month on; nothing is charged or given back for this one.
 * @param amount minor units of its own currency
 * @param wish as for `pauseMonthly`
 */
export async function changeMonthly(
	door: StripeDoor,
	subscription: string,
	amount: number,
	wish: string,
): Promise<MonthlyAtStripe> {
	const { items } = await door.api.subscriptions.retrieve(subscription);
	const [item] = items.data;
	if (!item) throw new Error("a monthly gift without an item");
	const { currency, product } = item.price;
	return update(door, subscription, wish, {
		proration_behavior: "none",
		items: [
			{
				id: item.id,
				price_data: {
					currency,
					product: typeof product === "string" ? product : product.id,
					recurring: { interval: "month" },
					unit_amount: amount,
				},
			},
		],
	});
}

async function update(
	{ api }: StripeDoor,
	subscription: string,
	wish: string,
	params: Stripe.SubscriptionUpdateParams,
): Promise<MonthlyAtStripe> {
	const idempotencyKey = `monthly:${subscription}:${wish}`;
	return asMonthly(await api.subscriptions.update(subscription, params, { idempotencyKey }));
}

/** Ends a monthly gift at once: nothing more is charged. Of one that has ended already, how it is. */
export async function cancelMonthly(door: StripeDoor, subscription: string): Promise<MonthlyAtStripe> {
	const found = await retrieveMonthly(door, subscription);
	if (found.endedOn) return found;
	try {
		return asMonthly(await door.api.subscriptions.cancel(subscription, { prorate: false }));
	} catch (error) {
		// Stripe knows no such key for a deletion: another request has ended it meanwhile.
		if (isMissing(error)) return retrieveMonthly(door, subscription);
		throw error;
	}
}

function asMonthly(found: Stripe.Subscription): MonthlyAtStripe {
	const { id, customer, status, metadata, items, cancel_at, ended_at, pause_collection, cancellation_details } = found;
	const [item] = items.data;
	const neverBegan = status === "incomplete" || status === "incomplete_expired";
	const over = status === "canceled" || status === "incomplete_expired";
	return {
		subscription: id,
		customer: typeof customer === "string" ? customer : customer.id,
		donationId: metadata.donation_id ?? null,
		status,
		currency: (item?.price.currency ?? found.currency).toUpperCase(),
		amount: (item?.price.unit_amount ?? 0) * (item?.quantity ?? 1),
		cancelOn: cancel_at === null ? null : dayOf(cancel_at),
		paused: pause_collection !== null,
		nextOn: over || !item ? null : dayOf(item.current_period_end),
		endedOn: over ? dayOf(ended_at ?? found.canceled_at ?? found.created) : null,
		behind: status === "past_due" || status === "unpaid",
		endedByFailure: cancellation_details?.reason === "payment_failed",
		neverBegan,
	};
}

function asMonth(found: Stripe.Invoice): MonthAtStripe | null {
	const { id, parent, status, billing_reason, attempted, next_payment_attempt, amount_due, currency, created } = found;
	const subscription = parent?.subscription_details?.subscription;
	if (!id || !subscription) return null;
	return {
		invoice: id,
		subscription: typeof subscription === "string" ? subscription : subscription.id,
		first: billing_reason === "subscription_create",
		paid: status === "paid",
		unpaid: status === "open" && attempted,
		nextTryOn: next_payment_attempt === null ? null : dayOf(next_payment_attempt),
		amount: amount_due,
		currency: currency.toUpperCase(),
		day: dayOf(created),
	};
}
