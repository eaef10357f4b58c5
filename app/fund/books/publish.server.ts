import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type Cell, cellsOf } from "./cells.ts";
import { aidMaterial, type CostKind, costMaterial, type Material } from "./items.server.ts";
import { monthsDue, monthsLater, quartersDue } from "./periods.ts";

/** Journals of a fund that are looked at in one round. */
const AT_ONCE = 1_000;

/**
 * Publishes what has come in since the last time: a row a gift. Anybody may call it at any time.
 * @returns how many rows
 */
export async function publishIncoming(db: Db): Promise<number> {
	const { rows } = await sql<{ published: number }>`select publish_incoming(${AT_ONCE}) as published`.execute(db);
	return rows[0]?.published ?? 0;
}

/**
 * Publishes what waits for the end of a month or of a quarter, of every fund. Again without harm.
 * @param today ISO 8601; by the clock of each campaign's zone where it is left out
 * @param signal ends it after the fund at hand
 * @returns how many rows
 */
export async function publishDue(db: Db, today?: string, signal?: AbortSignal): Promise<number> {
	const { rows: funds } = await sql<{ id: number; today: string }>`
		select h.campaign_id as id, coalesce(${today ?? null}::date, (now() at time zone c.zone)::date) as today
		from fund_publication_heads h join campaigns c on c.id = h.campaign_id order by h.campaign_id`.execute(db);
	let published = 0;
	for (const fund of funds) {
		if (signal?.aborted) break;
		published += await inTransaction(db, (trx) => publishFund(trx, fund.id, fund.today));
	}
	return published;
}

async function publishFund(trx: Db, campaignId: number, today: string): Promise<number> {
	// Two workers at once: the second one sees what the first one published.
	const { rows } = await sql<{ fees: string | null; quarter: string | null; begun: string | null; sample: boolean }>`
		select h.fees_through as fees, h.quarter_through as quarter, f.sample,
			(select min(occurred_on) from journals where campaign_id = h.campaign_id) as begun
		from fund_publication_heads h join funds f using (campaign_id)
		where h.campaign_id = ${campaignId} for no key update of h`.execute(trx);
	const [head] = rows;
	if (!head?.begun) return 0;
	const months = monthsDue(head.begun, head.fees, today);
	const quarters = quartersDue(head.begun, head.quarter, today);
	const publishing = { trx, campaignId, sample: head.sample };
	let published = 0;
	for (const month of months) published += await publishMonth(publishing, month);
	for (const quarter of quarters) published += await publishQuarter(publishing, quarter);
	if (months.length + quarters.length > 0)
		await sql`
			update fund_publication_heads set fees_through = coalesce(${months.at(-1) ?? null}, fees_through),
				quarter_through = coalesce(${quarters.at(-1) ?? null}, quarter_through)
			where campaign_id = ${campaignId}`.execute(trx);
	return published;
}

interface Publishing {
	trx: Db;
	campaignId: number;
	sample: boolean;
}

/** A single fee says from which part of the world a card is, and a single rate on which day it was used. */
async function publishMonth(publishing: Publishing, month: string): Promise<number> {
	return (
		(await publishCosts(publishing, "fees", month, false)) + (await publishCosts(publishing, "exchange", month, false))
	);
}

async function publishQuarter(publishing: Publishing, quarter: string): Promise<number> {
	const { trx, campaignId } = publishing;
	const aid = await aidMaterial(trx, campaignId, monthsLater(quarter, 1));
	let published = await append(publishing, quarter, cellsOf(aid.items, aid.standing));
	for (const kind of ["bank-costs", "fees", "exchange"] as const)
		published += await publishCosts(publishing, kind, quarter, true);
	return published;
}

async function publishCosts(publishing: Publishing, kind: CostKind, month: string, ofPayments: boolean) {
	const { trx, campaignId } = publishing;
	const material: Material = await costMaterial(trx, campaignId, kind, monthsLater(month, 1), ofPayments);
	const cells = cellsOf(material.items, material.standing, false);
	return append(publishing, month, cells, kind);
}

/** @param kind of what costs, which has no category */
async function append({ trx, campaignId, sample }: Publishing, month: string, cells: readonly Cell[], kind?: CostKind) {
	if (cells.length === 0) return 0;
	const rows = cells.map((cell) => ({
		month,
		kind: kind ?? cell.kind,
		category: kind ? "" : cell.category,
		currency: cell.currency,
		amount: cell.amount,
		reverses: cell.releases ?? null,
		sample,
		parts: cell.parts.map(({ id, amount }) => ({ part: id, amount })),
	}));
	await sql`select publish_sums(${campaignId}, ${JSON.stringify(rows)}::jsonb)`.execute(trx);
	return rows.length;
}
