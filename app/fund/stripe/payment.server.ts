import type Stripe from "stripe";
import { isId } from "#app/web/is-id.ts";
import { dayOf } from "./day.ts";
import type { StripeDoor } from "./stripe.server.ts";
import { idOf } from "./txn.ts";

/** A charge, and which donation and which month it belongs to. */
export interface Payment {
	/** `ch_…` or `py_…` */
	charge: string;
	/** `pi_…` */
	intent: string | null;
	/** `in_…` of a monthly gift. */
	invoice: string | null;
	/** As its metadata say; null where nothing does. */
	donationId: string | null;
	currency: string;
	amount: number;
	/** `pending`: a direct debit on its way. */
	status: "succeeded" | "pending" | "failed";
	/** It failed days after the giver had done all there was to do, as no card's does. */
	delayed: boolean;
	/** ISO 8601, in UTC. */
	day: string;
}

/** Asks Stripe for a charge and whose it is. */
export async function paymentOf(door: StripeDoor, chargeId: string): Promise<Payment> {
	return linked(door, await door.api.charges.retrieve(chargeId, { expand: ["payment_intent"] }));
}

async function linked(door: StripeDoor, charge: Stripe.Charge): Promise<Payment> {
	const intent = typeof charge.payment_intent === "object" ? charge.payment_intent : null;
	const known = donationIn(charge.metadata) ?? donationIn(intent?.metadata);
	const intentId = idOf(charge.payment_intent);
	const { invoice, donationId } =
		known || !intentId ? { invoice: null, donationId: known } : await byIntent(door, intentId);
	const { status } = charge;
	return {
		charge: charge.id,
		intent: intentId,
		invoice,
		donationId,
		currency: charge.currency.toUpperCase(),
		amount: charge.amount,
		status: status === "succeeded" ? "succeeded" : status === "pending" ? "pending" : "failed",
		delayed: charge.payment_method_details?.type !== undefined && charge.payment_method_details.type !== "card",
		day: dayOf(charge.created),
	};
}

/**
 * What a payment intent itself does not say: a month of a subscription does not inherit its metadata, and is found by its
 * invoice; another by the page on which it was paid.
 */
async function byIntent({ api }: StripeDoor, intent: string): Promise<Pick<Payment, "invoice" | "donationId">> {
	const { data: paid } = await api.invoicePayments.list({
		payment: { type: "payment_intent", payment_intent: intent },
		limit: 1,
	});
	const invoice = idOf(paid[0]?.invoice);
	if (invoice) return { invoice, donationId: donationOf(await api.invoices.retrieve(invoice)) };
	const { data: sessions } = await api.checkout.sessions.list({ payment_intent: intent, limit: 1 });
	return { invoice: null, donationId: donationIn(sessions[0]?.metadata) };
}

/** The donation of a monthly gift's invoice. */
function donationOf({ parent, metadata }: Stripe.Invoice): string | null {
	return donationIn(parent?.subscription_details?.metadata) ?? donationIn(metadata);
}

/** The donation that metadata of ours name; null where they name none. */
export function donationIn(metadata: Stripe.Metadata | null | undefined): string | null {
	const id = metadata?.donation_id;
	return isId(id) ? id : null;
}
