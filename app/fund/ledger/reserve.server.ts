import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/**
 * How much of the gifts by card of the last 120 days a fund keeps back, in per cent; undefined where there is no fund.
 * @param lock holds it until the transaction ends
 */
export async function reservePercent(db: Db, campaignId: number, lock = false): Promise<number | undefined> {
	const { rows } = await sql<{ percent: number }>`
		select reserve_percent as percent from funds where campaign_id = ${campaignId}
		${lock ? sql`for no key update` : sql``}`.execute(db);
	return rows[0]?.percent;
}

/**
 * Keeps another share back. Less is what two agreed to, or Postgres refuses it: what is not kept back can be given out.
 * @param percent from 0 to 100
 */
export async function keepBack(trx: Db, campaignId: number, percent: number): Promise<void> {
	await trx.updateTable("funds").set({ reserve_percent: percent }).where("campaign_id", "=", campaignId).execute();
}
