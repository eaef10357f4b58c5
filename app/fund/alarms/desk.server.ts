import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { AlarmKind } from "./alarm-kinds.ts";

export type { AlarmKind } from "./alarm-kinds.ts";

/** What somebody has to look at, as the desk shows it. */
export interface OpenAlarm {
	id: number;
	kind: AlarmKind;
	about: string;
	openedOn: string;
	/** The gift to open for it. */
	giftId: string | null;
	/** Money that waits for somebody to say what it is, minor units; what went out is negative. Null where none does. */
	waits: { day: string; currency: string; amount: number } | null;
}

/** What is said to be seen to only by saying what it is: its money stands in `unallocated`. */
const toExplain: readonly AlarmKind[] = ["unknown-transaction", "unlinked-payment"];

/** Open alarms, oldest first. */
export async function openAlarms(db: Db, campaignId: number): Promise<OpenAlarm[]> {
	const { rows } = await sql<OpenAlarm>`
		select a.id, a.kind, a.about, a.opened_on as "openedOn",
			coalesce(g.id, h.id, c.gift_id, r.gift_id, q.gift_id) as "giftId",
			case when a.kind = any (${toExplain}::text[]) then (
				select json_build_object('day', t.created_on, 'currency', t.currency, 'amount', t.amount)
				from stripe_balance_txns t join journals j on j.stripe_txn = t.id
				where t.campaign_id = a.campaign_id and (t.id = a.about or t.source = a.about)
				order by j.seq limit 1) end as waits
		from fund_alarms a
			cross join lateral (select case when a.about ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then a.about::uuid end as id) u
			left join gifts g on g.id = u.id and g.campaign_id = a.campaign_id
			left join gifts h on h.charge = a.about and h.campaign_id = a.campaign_id
			left join disputes c on c.id = a.about and c.campaign_id = a.campaign_id
			left join refunds r on r.stripe_id = a.about and r.campaign_id = a.campaign_id
			left join refunds q on q.id = u.id and q.campaign_id = a.campaign_id
		where a.campaign_id = ${campaignId} and a.closed_on is null order by a.opened_on, a.id`.execute(db);
	return rows;
}

/** Locks an open alarm about money that waits to be explained; undefined where none such is open. */
export async function lockToExplain(
	trx: Db,
	campaignId: number,
	id: number,
): Promise<{ kind: AlarmKind; about: string } | undefined> {
	const { rows } = await sql<{ kind: AlarmKind; about: string }>`
		select kind, about from fund_alarms
		where id = ${id} and campaign_id = ${campaignId} and closed_on is null and kind = any (${toExplain}::text[])
		for update`.execute(trx);
	return rows[0];
}

/**
 * Closes an alarm that staff have seen to.
 * @returns what it was, or undefined where none such is open, or its money has first to be explained
 */
export async function seenTo(
	trx: Db,
	campaignId: number,
	id: number,
	by: string,
): Promise<{ kind: AlarmKind } | undefined> {
	const { rows } = await sql<{ kind: AlarmKind }>`
		update fund_alarms set closed_on = current_date, closed_by = ${by}
		where id = ${id} and campaign_id = ${campaignId} and closed_on is null
			and kind <> all (${toExplain}::text[]) returning kind`.execute(trx);
	return rows[0];
}
