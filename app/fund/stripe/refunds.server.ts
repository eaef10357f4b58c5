import { sql } from "kysely";
import type Stripe from "stripe";
import { isId } from "#app/web/is-id.ts";
import type { Db } from "#db/client.ts";
import { raiseAlarm } from "../alarms/alarms.server.ts";

/** A refund that somebody at the desk wants. */
export interface AskedRefund {
	campaignId: number;
	giftId: string;
	/** Minor units of the gift's currency. */
	amount: number;
	/** The organiser's id. */
	by: string;
}

/**
 * Writes down that money is to be given back; the worker asks Stripe for it within seconds, once, whatever is killed
 * meanwhile.
 * @returns `too much`: with what has been given back, or is about to be, it would be more than the gift; `disputed`: the
 *   giver's bank has taken it back already; `no gift`: none by card of that campaign
 */
export async function askRefund(
	trx: Db,
	{ campaignId, giftId, amount, by }: AskedRefund,
): Promise<{ id: string } | "no gift" | "disputed" | "too much"> {
	// One refund of a gift at a time: the trigger of 0028 looks once more.
	await sql`select from gifts where id = ${giftId}::uuid and campaign_id = ${campaignId} for update`.execute(trx);
	// A statement of its own: it sees what was asked for while the lock was waited for.
	const { rows } = await sql<{ currency: string; left: number; disputed: boolean }>`
		select g.currency,
			g.amount - (select coalesce(sum(amount), 0) from refunds
				where gift_id = g.id and state not in ('failed', 'canceled', 'refused')) as left,
			exists (select from disputes where gift_id = g.id and not refundable
				and status not in ('won', 'prevented', 'warning_closed')) as disputed
		from gifts g where g.id = ${giftId} and g.campaign_id = ${campaignId} and g.charge is not null and not g.processing
			and g.failed_on is null`.execute(trx);
	const [gift] = rows;
	if (!gift) return "no gift";
	if (gift.disputed) return "disputed";
	if (amount > gift.left) return "too much";
	return trx
		.insertInto("refunds")
		.values({ campaign_id: campaignId, gift_id: giftId, currency: gift.currency, amount, asked_by: by })
		.returning("id")
		.executeTakeFirstOrThrow();
}

/**
 * Writes down how Stripe has a refund, wherever it was made: ours is known by its metadata, even where we were killed
 * before we heard of it. What was read earlier changes nothing.
 */
export async function mirrorRefund(
	trx: Db,
	campaignId: number,
	refund: Stripe.Refund,
	giftId: string | null,
): Promise<void> {
	const { id: stripeId, amount } = refund;
	const ours = refund.metadata?.refund_id;
	const state = stateOf(refund.status);
	const { rows } = await sql<{ failed: boolean }>`
		with known as (
			update refunds r set stripe_id = ${stripeId}, state = case when ${rankOf(sql`r.state`)} < ${rankOf(sql`${state}`)}
				then ${state} else r.state end
			where r.campaign_id = ${campaignId} and (r.stripe_id = ${stripeId} or r.id = ${isId(ours) ? ours : null}::uuid)
			returning r.id, r.state),
		made as (
			insert into refunds (campaign_id, gift_id, stripe_id, currency, amount, state)
			select ${campaignId}, ${giftId}, ${stripeId}, ${refund.currency.toUpperCase()}, ${amount}::bigint, ${state}
			where not exists (select from known)
			on conflict (stripe_id) do nothing
			returning state)
		select state = 'failed' as failed from known union all select state = 'failed' from made`.execute(trx);
	if (rows.some(({ failed }) => failed)) await raiseAlarm(trx, campaignId, "refund-failed", stripeId);
}

/** Stripe's words for a refund, of which `null` and `requires_action` are on their way. */
function stateOf(status: string | null): "pending" | "succeeded" | "failed" | "canceled" {
	return status === "succeeded" || status === "failed" || status === "canceled" ? status : "pending";
}

/** A refund goes one way through its states: one that has succeeded may still fail. */
function rankOf(state: ReturnType<typeof sql>) {
	return sql`array_position(array['asked', 'refused', 'pending', 'succeeded', 'canceled', 'failed'], ${state}::text)`;
}
