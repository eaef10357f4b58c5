import { sql } from "kysely";
import type Stripe from "stripe";
import type { Db } from "#db/client.ts";
import { raiseAlarm } from "../alarms/alarms.server.ts";
import { countDeclines } from "../giving/begun.server.ts";
import { isCardTesting, TRIES_OF_A_PAGE } from "../giving/card-testing.ts";
import { noteCheckout } from "./checkouts.server.ts";
import type { Looking } from "./looking.ts";
import { donationIn } from "./payment.server.ts";
import { isRefusal } from "./trouble.ts";
import { idOf } from "./txn.ts";

/** Seconds in which one page is looked at once, however many cards are declined on it. */
const EVERY = 3;

/**
 * Open pages for monthly gifts that end together where somebody tries cards on one of them. Where there are more, most are
 * honest givers': they stay until their time is over, and no new ones begin.
 */
const FEW = 2;

/**
 * Takes note of a card that was declined, in the transaction that wrote its event down for the first time: the page on
 * which it was is looked at soon. Of a page for a monthly gift Stripe does not say which; those are counted together.
 * @param createdAt when it happened, seconds since the epoch: Stripe may tell of it days later
 */
export async function noteDecline(
	trx: Db,
	{ metadata, customer, payment_method_details }: Stripe.Charge,
	createdAt: number,
): Promise<void> {
	if (payment_method_details?.type !== "card") return;
	const donation = donationIn(metadata);
	if (donation) {
		await sql`
			update checkouts set looked_at = to_timestamp(0)
			where donation_id = ${donation} and state = 'open' and looked_at < now() - make_interval(secs => ${EVERY})`.execute(
			trx,
		);
		return;
	}
	// A month of a gift that there is already fails for want of money.
	await sql`
		insert into monthly_declines (campaign_id, minute, declines)
		select campaign_id, date_trunc('minute', least(at, now())), 1
		from stripe_fund cross join to_timestamp(${createdAt}::float8) at
		where at > now() - interval '1 hour' and not exists (select from monthly_gifts where customer = ${idOf(customer)})
		on conflict (campaign_id, minute) do update set declines = monthly_declines.declines + 1`.execute(trx);
}

/** Forgets the numbers of cards declined on monthly pages that are older than their hour. */
export async function forgetDeclines(db: Db): Promise<void> {
	await sql`delete from monthly_declines where minute < now() - interval '1 hour'`.execute(db);
}

/**
 * Ends a page for paying, still open, on which too many cards were declined, and tells staff where so many were altogether
 * that somebody tries stolen cards. What counts is what Stripe lists, so that nothing is counted twice or lost with a webhook.
 */
export async function watchDeclines(
	{ db, stripe }: Looking,
	campaignId: number,
	session: Stripe.Checkout.Session,
): Promise<void> {
	const declined = await declinesOf(stripe, session);
	const donation = donationIn(session.metadata);
	if (declined > 0 && donation)
		await sql`
			update checkout_starts set declines = ${declined} where donation_id = ${donation} and declines < ${declined}`.execute(
			db,
		);
	const isMonthly = session.mode === "subscription";
	if (declined === 0 && !isMonthly) return;
	const { paid, onPages, monthly, openMonthly } = await countDeclines(db, campaignId);
	if (isCardTesting({ declined: onPages + monthly, paid }))
		await raiseAlarm(db, campaignId, "card-testing", "cards paused");
	if (declined >= TRIES_OF_A_PAGE || (isMonthly && openMonthly <= FEW && isCardTesting({ declined: monthly, paid })))
		await end({ db, stripe }, session.id);
}

/** How many cards were declined on a page; none can be told of one for a monthly gift. */
async function declinesOf({ api }: Looking["stripe"], session: Stripe.Checkout.Session): Promise<number> {
	const intent = idOf(session.payment_intent);
	if (!intent) return 0;
	const { data } = await api.charges.list({ payment_intent: intent, limit: 100 });
	return data.filter(({ status, payment_method_details: by }) => status === "failed" && by?.type === "card").length;
}

async function end({ db, stripe }: Pick<Looking, "db" | "stripe">, id: string): Promise<void> {
	try {
		await noteCheckout(db, await stripe.api.checkout.sessions.expire(id));
	} catch (error) {
		// It was paid, or its time was over, a moment ago.
		if (!isRefusal(error)) throw error;
	}
}
