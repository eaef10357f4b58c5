import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type Checkout, retrieveCheckout } from "../stripe/checkout.server.ts";
import { atMost, keptFor } from "../stripe/few.ts";
import type { StripeDoor } from "../stripe/stripe.server.ts";

/**
 * What became of a payment: it stands in the books; it is paid and will; the bank has been asked for it; nothing has been
 * paid; nobody could be asked; or no payment of ours is named, of which nothing can be said.
 */
type PaymentState = "booked" | "booking" | "under-way" | "unpaid" | "unsure" | "unknown";

/** Milliseconds for which a reader waits for Stripe. */
const PATIENCE_MS = 3_000;

/** Asks Stripe about one of our pages there; undefined where too many are being asked about. */
export type LooksAtPayment = (door: StripeDoor, session: string) => Promise<Checkout | undefined>;

/**
 * Looks at payments for one site: the answers of ten are wanted in a second, and the same page is asked about once in a few
 * seconds, however often its address is opened. Kept in memory, per process.
 */
export function createPaymentLooks(): LooksAtPayment {
	const ask = atMost(10, 1_000);
	const kept = keptFor<Checkout>(5_000);
	return (door, session) => kept(session, () => ask(() => retrieveCheckout(door, session, PATIENCE_MS)));
}

/** What there is to ask. */
interface Looking {
	db: Db;
	stripe?: StripeDoor;
	looksAtPayment: LooksAtPayment;
}

/**
 * What became of the payment on one of our pages at Stripe, whether or not Stripe has told of it: our own rows first, then
 * Stripe, by a few at a time and only while somebody can have paid without our having heard. It writes nothing.
 * @param session of the address, `cs_…`; one that is not of this fund is unknown, and Stripe is not asked
 */
export async function paymentState(
	{ db, stripe, looksAtPayment }: Looking,
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
		// A page is open for 35 minutes.
		.select(sql<boolean>`coalesce(s.expires_at > now() - interval '25 minutes', false)`.as("young"))
		.select(
			sql<boolean>`exists (select from gifts g join journals j on j.gift_id = g.id where g.donation_id = d.id)`.as(
				"booked",
			),
		)
		.select(sql<boolean>`exists (select from gifts where donation_id = d.id and processing)`.as("processing"))
		.select(sql<boolean>`exists (select from gifts where donation_id = d.id and failed_on is not null)`.as("failed"))
		.executeTakeFirst();
	// Never "unpaid": the row of one that was paid may be gone, and who reads that pays again.
	if (!ours) return "unknown";
	if (ours.booked) return "booked";
	if (ours.state === "expired" || ours.failed) return "unpaid";
	if (ours.processing) return "under-way";
	if (ours.state === "complete") return "booking";
	if (!stripe || !ours.young) return "unsure";
	const asked = await looksAtPayment(stripe, session).catch(() => undefined);
	return asked ? stateOf(asked) : "unsure";
}

function stateOf({ state, paid }: Checkout): PaymentState {
	if (state !== "complete") return "unpaid";
	return paid ? "booking" : "under-way";
}
