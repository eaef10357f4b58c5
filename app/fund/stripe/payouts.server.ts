import { sql } from "kysely";
import type Stripe from "stripe";
import type { Db } from "#db/client.ts";
import { dayOf } from "./day.ts";

/** Writes down how Stripe has a payout. What moved stands in the books; that it came the bank's own line says. */
export async function mirrorPayout(trx: Db, campaignId: number, payout: Stripe.Payout): Promise<void> {
	const { id, amount, currency, status, automatic, arrival_date, created } = payout;
	await sql`
		insert into payouts as p (id, campaign_id, currency, amount, status, automatic, arrives_on, made_on)
		values (${id}, ${campaignId}, ${currency.toUpperCase()}, ${amount}::bigint, ${status}, ${automatic},
			${dayOf(arrival_date)}::date, ${dayOf(created)}::date)
		on conflict (id) do update set arrives_on = excluded.arrives_on, status =
			case when ${rankOf(sql`p.status`)} <= ${rankOf(sql`excluded.status`)} then excluded.status else p.status end`.execute(
		trx,
	);
}

/** Notes whether the balance transactions that Stripe lists for a payout add up to it. */
export async function noteReconciled(trx: Db, id: string, adds: boolean): Promise<void> {
	await trx.updateTable("payouts").set({ reconciled: adds }).where("id", "=", id).execute();
}

/** A payout goes one way through its states: one that was paid may still fail. */
function rankOf(status: ReturnType<typeof sql>) {
	return sql`coalesce(array_position(array['pending', 'in_transit', 'paid', 'canceled', 'failed'], ${status}::text), 0)`;
}
