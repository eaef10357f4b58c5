import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type Checkout, retrieveCheckout } from "../stripe/checkout.server.ts";
import type { StripeDoor } from "../stripe/stripe.server.ts";

/**
 * What became of a payment: it stands in the books; it is paid and will; the bank has been asked for it; nothing has been
 * paid; or nobody could be asked.
 */
type PaymentState = "booked" | "booking" | "under-way" | "unpaid" | "unsure";

/** Milliseconds for which a reader waits for Stripe. */
const PATIENCE_MS = 3_000;

/**
 * What became of the payment on one of our pages at Stripe, whether or not Stripe has told of it: our own rows first, then
 * Stripe. It writes nothing.
 * @param session of the address, `cs_…`; one that is not of this fund counts as unpaid, and Stripe is not asked
 */
export async function paymentState(
	db: Db,
	door: StripeDoor | undefined,
	slug: string,
	session: string,
): Promise<PaymentState> {
	const ours = await db
		.selectFrom("checkouts as s")
		.innerJoin("donations as d", "d.id", "s.donation_id")
		.innerJoin("campaigns as c", "c.id", "d.campaign_id")
		.where("s.id", "=", session)
		.where("c.slug", "=", slug)
		.select("s.state")
		.select(
			sql<boolean>`exists (select from gifts g join journals j on j.gift_id = g.id where g.donation_id = d.id)`.as(
				"booked",
			),
		)
		.select(sql<boolean>`exists (select from gifts where donation_id = d.id and processing)`.as("processing"))
		.executeTakeFirst();
	if (!ours) return "unpaid";
	if (ours.booked) return "booked";
	if (ours.state === "expired") return "unpaid";
	if (ours.processing) return "under-way";
	const asked = door && (await retrieveCheckout(door, session, PATIENCE_MS).catch(() => undefined));
	return asked ? stateOf(asked) : "unsure";
}

function stateOf({ state, paid }: Checkout): PaymentState {
	if (state !== "complete") return "unpaid";
	return paid ? "booking" : "under-way";
}
