import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Row } from "./row.ts";

/** A row as a page shows it: with its amount and balance in minor units besides. */
export type ShownRow = Row & { amount: number; balanceMinor: number; sample: boolean };

/** Rows that are read at once for a file. */
const BATCH = 2_000;

/** How far the open books of a fund have come. */
export interface Head {
	campaignId: number;
	sample: boolean;
	/** Rows; 0 before the first. */
	n: number;
	/** Of the last row, hexadecimal. */
	hash: string;
	/** The last month of which fees were published, `YYYY-MM-01`; null before the first. */
	feesThrough: string | null;
	/** The last month of the last quarter of which payments were published. */
	quarterThrough: string | null;
	/** The month of the first row. */
	begun: string | null;
	/** Kept of gifts by card. */
	reservePercent: number;
}

/** The head of a fund's open books; undefined where no fund of that name has a page. @param slug the campaign's */
export async function findHead(db: Db, slug: string): Promise<Head | undefined> {
	const { rows } = await sql<Head>`
		select f.campaign_id as "campaignId", f.sample, coalesce(h.n, 0) as n,
			encode(coalesce(h.hash, decode(repeat('00', 32), 'hex')), 'hex') as hash,
			h.fees_through as "feesThrough", h.quarter_through as "quarterThrough", f.reserve_percent as "reservePercent",
			(select min(month) from fund_publication_sums s where s.campaign_id = f.campaign_id) as begun
		from funds f join campaigns c on c.id = f.campaign_id left join fund_publication_heads h on h.campaign_id = f.campaign_id
		where c.slug = ${slug} and c.opened_at is not null
			and exists (select from fund_editions e where e.campaign_id = c.id and e.purpose <> '')`.execute(db);
	return rows[0];
}

/** How far the open books of a fund have come, by its id, with how far the ledger's chain has been looked through. */
export async function findHeadOf(db: Db, campaignId: number): Promise<Pick<Head, "n" | "hash"> & { linksTo: number }> {
	const { rows } = await sql<Pick<Head, "n" | "hash"> & { linksTo: number }>`
		select n, encode(hash, 'hex') as hash, links_to as "linksTo" from fund_publication_heads
		where campaign_id = ${campaignId}`.execute(db);
	return rows[0] ?? { n: 0, hash: "0".repeat(64), linksTo: 0 };
}

/** Rows from one number to another, both with it; the newest first. */
export async function rowsBetween(db: Db, campaignId: number, from: number, to: number): Promise<ShownRow[]> {
	const { rows } = await sql<ShownRow>`
		select seq, month, kind, description, debit, credit, currency, balance, category, reverses, hash,
			amount, balance_minor as "balanceMinor", sample
		from open_books where campaign_id = ${campaignId} and seq between ${from} and ${to} order by seq desc`.execute(db);
	return rows;
}

/** All rows up to one, oldest first, with bounded memory. What was published meanwhile is not among them. */
export async function* rowsUpTo(db: Db, campaignId: number, last: number): AsyncGenerator<ShownRow> {
	for (let from = 1; from <= last; from += BATCH)
		yield* (await rowsBetween(db, campaignId, from, Math.min(from + BATCH - 1, last))).reverse();
}
