import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** A balance whose like in the books is wanted. */
export interface BalanceAt {
	/** The account as files name it; empty where they do not. */
	account: string;
	/** ISO 4217, capitals. */
	currency: string;
	/** As 2026-12-16. */
	day: string;
}

/**
 * What the books have in the bank at the end of a day, minor units: what a line is of on the line's day, whenever somebody
 * said so; aid that was marked paid once the bank shows it. Null where lines of another account are among them.
 */
export async function bookedAt(
	db: Db,
	campaignId: number,
	{ account, currency, day }: BalanceAt,
): Promise<number | null> {
	const { rows } = await sql<{ booked: number | null }>`
		with lines as (
			select id, account, booked_on, journal_seq from bank_lines
			where campaign_id = ${campaignId} and currency = ${currency}),
		said as (
			select a.item_id, a.became, a.about, a.journal_seq, l.booked_on
			from bank_allocations a join lines l on l.id = a.line_id),
		seen as (
			select journal_seq as seq, booked_on from lines
			union all select journal_seq, booked_on from said
			-- Aid that was paid before, and money that was laid aside for two, are of the line's day too.
			union all select j.seq, s.booked_on from said s join journals j on j.campaign_id = ${campaignId}
				and j.key = case s.became when 'aid' then s.about when 'held' then 'allocation:' || s.item_id || ':out' end)
		select case when not exists (select from lines where account not in ('', ${account})) then (
			select coalesce(sum(p.amount), 0)::bigint
			from ledger_accounts b join postings p on p.account_id = b.id join journals j on j.seq = p.journal_seq
				left join journals r on r.seq = j.reverses
				left join seen on seen.seq = coalesce(j.reverses, j.seq)
			where b.campaign_id = ${campaignId} and b.code = 'bank' and b.currency = ${currency}
				and ${day}::date >= coalesce(seen.booked_on,
					case when 'aid-paid' in (j.kind, r.kind) then 'infinity'::date else j.occurred_on end)) end as booked`.execute(
		db,
	);
	return rows[0]?.booked ?? null;
}
