import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { GENESIS, hashAfter } from "./chain.ts";
import { findHeadOf, rowsUpTo } from "./rows.server.ts";

/** What is wrong with the open books of a fund. */
export type BooksFault =
	/** A row whose hash does not follow from the one before and from what it says, or a number that is missing. */
	| { what: "row"; n: number }
	/** A balance that is not the one before and the row's amount. */
	| { what: "row's balance"; n: number }
	/** The head is another than the last row. */
	| { what: "published head" }
	/** What is kept by month or by currency is not what the rows add up to. */
	| { what: "published sums" }
	/** What came in, went back to givers, was given or promised, cost or was changed is not what the ledger says. */
	| { what: "unlike the ledger"; kind: string; currency: string };

/**
 * Recomputes the open books of a fund: each row's hash and balance, the head, the sums, and that gifts and returns are those
 * of the ledger as far as it has been published, and all other sums what it says of their parts. With bounded memory; in one snapshot where the caller's transaction is one.
 * @param onRows hears how many rows have been read
 * @returns the rows that are whole, and what is wrong: of the rows the first
 */
export async function verifyOpenBooks(
	db: Db,
	campaignId: number,
	onRows?: (rows: number) => void,
): Promise<{ rows: number; faults: BooksFault[] }> {
	const head = await findHeadOf(db, campaignId);
	const balances = new Map<string, number>();
	let hash = GENESIS;
	let rows = 0;
	for await (const row of rowsUpTo(db, campaignId, head.n)) {
		const balance = (balances.get(row.currency) ?? 0) + row.amount;
		if (row.seq !== rows + 1 || hashAfter(hash, row) !== row.hash)
			return { rows, faults: [{ what: "row", n: rows + 1 }] };
		if (balance !== row.balanceMinor) return { rows, faults: [{ what: "row's balance", n: row.seq }] };
		balances.set(row.currency, balance);
		hash = row.hash;
		rows++;
		if (rows % 2_000 === 0) onRows?.(rows);
	}
	const faults: BooksFault[] = [];
	if (rows !== head.n || hash !== head.hash || (await isLonger(db, campaignId, rows)))
		faults.push({ what: "published head" });
	if (await sumsDiffer(db, campaignId)) faults.push({ what: "published sums" });
	return {
		rows,
		faults: [...faults, ...(await unlikeLedger(db, campaignId, head.linksTo)), ...(await unlikeParts(db, campaignId))],
	};
}

async function isLonger(db: Db, campaignId: number, rows: number): Promise<boolean> {
	const found = await db
		.selectFrom("fund_publications")
		.where("campaign_id", "=", campaignId)
		.where("n", ">", rows)
		.select("n")
		.limit(1)
		.executeTakeFirst();
	return found !== undefined;
}

async function sumsDiffer(db: Db, campaignId: number): Promise<boolean> {
	const { rows } = await sql<{ differ: boolean }>`
		with rows as (select * from fund_publications where campaign_id = ${campaignId}),
			by_month as (select month, kind, category, currency, sum(amount)::bigint as amount, count(*) as n from rows group by 1, 2, 3, 4),
			by_currency as (select currency, sum(amount)::bigint as balance from rows group by 1)
		select exists (
			select from by_month full join (select * from fund_publication_sums where campaign_id = ${campaignId}) kept
				using (month, kind, category, currency)
			where by_month.amount is distinct from kept.amount or by_month.n is distinct from kept.n
		) or exists (
			select from by_currency full join (select * from fund_publication_balances where campaign_id = ${campaignId}) kept
				using (currency) where by_currency.balance is distinct from kept.balance
		) as differ`.execute(db);
	return rows[0]?.differ ?? true;
}

/** @param linksTo how far the ledger's own chain has been published */
async function unlikeLedger(db: Db, campaignId: number, linksTo: number): Promise<BooksFault[]> {
	const { rows } = await sql<{ kind: string; currency: string }>`
		with published as (
			select kind, currency, sum(amount)::bigint as amount from fund_publication_sums
			where campaign_id = ${campaignId} and kind in ('gift', 'returned') group by 1, 2
		), booked as (
			select case when a.code like 'donations%' then 'gift' else 'returned' end as kind, a.currency,
				-sum(p.amount)::bigint as amount
			from journal_links l join postings p on p.journal_seq = l.journal_seq join ledger_accounts a on a.id = p.account_id
			where l.campaign_id = ${campaignId} and l.n <= ${linksTo} and a.code in
				('donations_card', 'donations_bank', 'donations_cash', 'refunds', 'chargebacks', 'disputed')
			group by 1, 2
		)
		select kind, currency from published full join booked using (kind, currency)
		where coalesce(published.amount, 0) <> coalesce(booked.amount, 0) order by 1, 2`.execute(db);
	return rows.map(({ kind, currency }) => ({ what: "unlike the ledger", kind, currency }));
}

/**
 * Of the sums: what was published of each part is what the ledger had of it by the end of the period, as far as it had been
 * booked when it was published (a journal may be booked later, for a day before); and each row is the sum of its parts.
 */
async function unlikeParts(db: Db, campaignId: number): Promise<BooksFault[]> {
	const { rows } = await sql<{ kind: string; currency: string }>`
		with part as (
			select f.kind, f.currency, f.n, t.part, f.month, f.amount as row, t.amount as of_row,
				case when f.kind = 'promised' and f.amount > 0 then -t.amount else t.amount end as amount
			from fund_publications f left join fund_publication_parts t using (campaign_id, n)
			where f.campaign_id = ${campaignId} and f.kind not in ('gift', 'returned')
		), whole as (
			select kind, currency, part, sum(amount) as amount, (max(month) + interval '1 month')::date as until
			from part group by kind, currency, part
		)
		select kind, currency from part group by kind, currency, n, row
			having row is distinct from case when kind = 'promised' and row > 0 then sum(of_row) else -sum(of_row) end
		union
		select kind, currency from whole where amount <> 0 and not exists (
			select from (select sum(b.amount) over (order by b.journal_seq) as booked
				from booked_behind(${campaignId}, kind, part, currency, until) b) so_far
			where so_far.booked = whole.amount)
		order by 1, 2`.execute(db);
	return rows.map(({ kind, currency }) => ({ what: "unlike the ledger", kind, currency }));
}
