import type Stripe from "stripe";
import type { StripeDoor } from "./stripe.server.ts";

/** A page of Stripe's for paying, as far as we look at it. */
export interface Checkout {
	/** `cs_…` */
	id: string;
	/** Where the giver is sent; null once it is over. */
	url: string | null;
	state: "open" | "complete" | "expired";
	/** `unpaid` when complete: money on its way, as a direct debit's is. */
	paid: boolean;
	expiresAt: Date;
	donationId: string | null;
}

/**
 * Makes the page for one attempt of one donation. The same attempt asked for again is the same page, whatever was lost
 * between: its idempotency key is made of both.
 * @param params as Stripe's API has them; `metadata.donation_id` is put everywhere a charge can be found from
 * @throws Stripe's errors: nothing was charged
 */
export async function createCheckout(
	{ api }: StripeDoor,
	donationId: string,
	attempt: number,
	params: Stripe.Checkout.SessionCreateParams,
): Promise<Checkout> {
	const metadata = { donation_id: donationId };
	const whole: Stripe.Checkout.SessionCreateParams = {
		...params,
		client_reference_id: donationId,
		metadata,
		...(params.mode === "subscription"
			? { subscription_data: { ...params.subscription_data, metadata } }
			: { payment_intent_data: { ...params.payment_intent_data, metadata } }),
	};
	return asCheckout(
		await api.checkout.sessions.create(whole, { idempotencyKey: `donation:${donationId}:checkout:${attempt}` }),
	);
}

/**
 * Looks at a page for paying.
 * @param ms how long a reader may wait for it
 */
export async function retrieveCheckout({ api }: StripeDoor, id: string, ms?: number): Promise<Checkout> {
	const patience = ms === undefined ? {} : { timeout: ms, maxNetworkRetries: 0 };
	return asCheckout(await api.checkout.sessions.retrieve(id, {}, patience));
}

function asCheckout({ id, url, status, payment_status, expires_at, metadata }: Stripe.Checkout.Session): Checkout {
	return {
		id,
		url,
		state: status === "complete" ? "complete" : status === "expired" ? "expired" : "open",
		paid: payment_status === "paid",
		expiresAt: new Date(expires_at * 1000),
		donationId: metadata?.donation_id ?? null,
	};
}
