import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** A line of the bank, by its own number. */
interface Line extends Money {
	id: string;
}

interface Money {
	currency: string;
	/** Minor units; what came in is positive. */
	amount: number;
}

/** What the books wait to see in a bank statement. */
export interface OpenFact {
	is: "payout" | "aid";
	/** The payout, or the key of the journal by which aid was paid. */
	about: string;
	/** When it is expected, or was paid. */
	day: string;
}

/** The payouts and payments of aid that are exactly as much as each line, and that no line has brought; by the line. */
export async function stillOpen(
	db: Db,
	campaignId: number,
	lines: readonly Line[],
): Promise<ReadonlyMap<string, OpenFact[]>> {
	const asked = lines.map(({ id, currency, amount }) => ({ id, currency, amount }));
	const { rows } = await sql<OpenFact & { line: string }>`
		with lines as (
			select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as l(id text, currency text, amount bigint)),
		facts as (
			select 'payout' as is, p.id as about, p.arrives_on as day, p.currency, p.amount from payouts p
			where p.campaign_id = ${campaignId} and p.status not in ('failed', 'canceled')
				and not exists (select from bank_lines l where l.became = 'payout' and l.about = p.id)
				and not exists (select from bank_allocations b where b.about = p.id)
			union all
			select 'aid', j.key, j.occurred_on, a.currency, sum(p.amount)::bigint
			from journals j join postings p on p.journal_seq = j.seq
				join ledger_accounts a on a.id = p.account_id and a.code = 'bank'
			where j.campaign_id = ${campaignId} and j.kind = 'aid-paid' and exists (select from lines where amount < 0)
				and not exists (select from journals r where r.reverses = j.seq)
				and not exists (select from bank_lines l where l.journal_seq = j.seq)
				and not exists (select from bank_allocations b where b.about = j.key)
			group by j.key, j.occurred_on, a.currency)
		select l.id as line, f.is, f.about, f.day::text from lines l
		cross join lateral (
			select * from facts f where f.currency = l.currency and f.amount = l.amount order by f.day, f.about limit ${MOST}) f
		order by f.day, f.about`.execute(db);
	const byLine = new Map<string, OpenFact[]>();
	for (const { line, ...fact } of rows) byLine.set(line, [...(byLine.get(line) ?? []), fact]);
	return byLine;
}

/** Facts that are offered for one line. */
const MOST = 20;

/** Whether as much as left the account is owed to givers. */
export async function isOwed(db: Db, campaignId: number, { currency, amount }: Money): Promise<boolean> {
	const { rows } = await sql<{ owed: boolean }>`
		select coalesce((select b.balance <= ${amount}::bigint
			from ledger_accounts a join ledger_balances b on b.account_id = a.id
			where a.campaign_id = ${campaignId} and a.code = 'refund_due' and a.currency = ${currency}), false) as owed`.execute(
		db,
	);
	return rows[0]?.owed ?? false;
}
