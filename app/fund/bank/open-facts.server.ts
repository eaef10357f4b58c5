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
			select 'payout' as is, id as about, arrives_on as day, currency, amount from payouts_not_arrived
			where campaign_id = ${campaignId}
			union all
			select 'aid', key, occurred_on, currency, amount from aid_not_shown
			where campaign_id = ${campaignId} and exists (select from lines where amount < 0))
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
	return (await balanceOf(db, campaignId, "refund_due", currency)) <= amount;
}

/** Whether as much cash as came into the account has been counted. */
export async function isInCash(db: Db, campaignId: number, { currency, amount }: Money): Promise<boolean> {
	return (await balanceOf(db, campaignId, "cash", currency)) >= amount;
}

async function balanceOf(db: Db, campaignId: number, code: "refund_due" | "cash", currency: string): Promise<number> {
	const { rows } = await sql<{ balance: number }>`
		select b.balance from ledger_accounts a join ledger_balances b on b.account_id = a.id
		where a.campaign_id = ${campaignId} and a.code = ${code} and a.currency = ${currency}`.execute(db);
	return rows[0]?.balance ?? 0;
}
