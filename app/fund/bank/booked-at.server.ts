import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** What stood in an account at the end of a day, as a file says or somebody who saw it, beside the books. */
export interface Compared {
	campaignId: number;
	/** The account as files name it; empty where they do not. */
	account: string;
	/** ISO 4217, capitals. */
	currency: string;
	/** As 2026-12-16. */
	day: string;
	/** Minor units; below zero what the bank is owed. */
	amount: number;
	/** What the books have; null where a CSV's last day went on after the file. */
	booked: number | null;
	/** Somebody typed it. */
	seen: boolean;
	/** None of a later day is known of the account, by files or by the same person. */
	newest: boolean;
}

/** Days for which what has been brought is compared again and again. */
const DAYS = 60;

/**
 * Balances beside what the books have in that account at the end of that day: those that were brought within 60 days, the
 * newest of files and of each person, and those of which an alarm is open. A line counts on its own day, whenever somebody
 * said what it is; aid that was marked paid once the bank shows it. Lines of files that name no account are of the only one
 * that is named; beside several they are one of their own.
 * @param campaignId null for those of all funds
 */
export async function balancesBesideBooks(db: Db, campaignId: number | null): Promise<Compared[]> {
	const { rows } = await sql<Compared>`
		with ranked as (
			select b.*, row_number() over (partition by campaign_id, account, currency, said_by
				order by closed_on desc, opened_on desc nulls last, day_lines desc nulls first) as rank
			from bank_balances b
			where (${campaignId}::int is null or b.campaign_id = ${campaignId}) and not exists (
				-- Whoever mistyped says so again.
				select from bank_balances m where m.campaign_id = b.campaign_id and m.currency = b.currency
					and m.closed_on = b.closed_on and m.said_by = b.said_by and b.account in ('', m.account) and m.n > b.n)),
		balances as (
			select * from ranked b where rank = 1 or brought_on >= current_date - ${DAYS}::int or exists (
				select from fund_alarms a where a.campaign_id = b.campaign_id and a.kind = 'balance-differs'
					and a.closed_on is null and a.about = concat_ws(' ', 'bank', b.currency, b.closed_on))),
		lines as (
			select l.id, l.campaign_id, l.currency, l.account, l.booked_on, l.journal_seq from bank_lines l
			where l.campaign_id in (select campaign_id from balances)),
		several as (
			select campaign_id, currency from (
				select campaign_id, currency, account from lines
				union select campaign_id, currency, account from bank_balances) named
			where account <> '' group by 1, 2 having count(distinct account) > 1),
		said as (
			select l.campaign_id, a.item_id, a.became, a.about, a.journal_seq, l.booked_on, l.account
			from bank_allocations a join lines l on l.id = a.line_id),
		seen as (
			select journal_seq as seq, booked_on, account from lines
			union all select journal_seq, booked_on, account from said
			-- Aid that was paid before, and money that was laid aside for two, or went back, are of the line's day too.
			union all select j.seq, s.booked_on, s.account from said s join journals j on j.campaign_id = s.campaign_id
				and j.key = case s.became when 'aid' then s.about else 'allocation:' || s.item_id || ':out' end),
		days as (
			select b.campaign_id, b.currency, coalesce(seen.account, '') as account, sum(p.amount) as amount,
				coalesce(seen.booked_on, case when 'aid-paid' in (j.kind, r.kind) then 'infinity'::date else j.occurred_on end) as day
			from ledger_accounts b join postings p on p.account_id = b.id join journals j on j.seq = p.journal_seq
				left join journals r on r.seq = j.reverses
				left join seen on seen.seq = coalesce(j.reverses, j.seq)
			where b.campaign_id in (select campaign_id from balances) and b.code = 'bank'
			group by 1, 2, 3, 5)
		select b.campaign_id as "campaignId", b.account, b.currency, b.closed_on as day, b.closing as amount,
			b.said_by is not null as seen, b.rank = 1 as newest,
			case when b.day_lines is null or b.day_lines >= (
				select count(*) from lines l where l.campaign_id = b.campaign_id and l.currency = b.currency
					and l.booked_on = b.closed_on and (l.account = b.account or s.campaign_id is null)) then (
				select coalesce(sum(d.amount), 0)::bigint from days d
				where d.campaign_id = b.campaign_id and d.currency = b.currency and d.day <= b.closed_on
					and (d.account = b.account or s.campaign_id is null)) end as booked
		from balances b left join several s on s.campaign_id = b.campaign_id and s.currency = b.currency
		order by b.closed_on desc, b.account, b.currency, b.said_by nulls first`.execute(db);
	return rows;
}
