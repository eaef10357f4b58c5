import { sql } from "kysely";
import type { Db } from "#db/client.ts";

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

/** The payouts and payments of aid that are exactly as much as a line, and that no line has brought. */
export async function stillOpen(db: Db, campaignId: number, { currency, amount }: Money): Promise<OpenFact[]> {
	const { rows } = await sql<OpenFact>`
		select 'payout' as is, p.id as about, p.arrives_on::text as day from payouts p
		where p.campaign_id = ${campaignId} and p.currency = ${currency} and p.amount = ${amount}::bigint
			and p.status not in ('failed', 'canceled')
			and not exists (select from bank_lines l where l.became = 'payout' and l.about = p.id)
			and not exists (select from bank_allocations b where b.about = p.id)
		union all
		select 'aid', j.key, j.occurred_on::text from journals j
		where j.campaign_id = ${campaignId} and j.kind = 'aid-paid' and ${amount}::bigint < 0
			and (select sum(p.amount) from postings p join ledger_accounts a on a.id = p.account_id
				where p.journal_seq = j.seq and a.code = 'bank' and a.currency = ${currency}) = ${amount}::bigint
			and not exists (select from journals r where r.reverses = j.seq)
			and not exists (select from bank_lines l where l.journal_seq = j.seq)
			and not exists (select from bank_allocations b where b.about = j.key)
		order by day, about limit 20`.execute(db);
	return rows;
}

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
