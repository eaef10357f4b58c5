import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** By what a committee decides. */
export interface AidRules {
	criteria: string;
	/** For one person within 365 days, in minor units; null where nothing is capped. */
	cap: { amount: number; currency: string } | null;
	/** Days after the last help until names end. */
	keepDays: number;
}

/** The rules of a fund, or what holds before any are written. */
export async function aidRules(db: Db, campaignId: number): Promise<AidRules> {
	const row = await db.selectFrom("aid_rules").where("campaign_id", "=", campaignId).selectAll().executeTakeFirst();
	const { criteria = "", cap = null, cap_currency: currency = null, keep_days: keepDays = 180 } = row ?? {};
	return { criteria, cap: cap === null || currency === null ? null : { amount: cap, currency }, keepDays };
}

/** Writes the rules of a fund. @returns whether there is such a fund */
export async function saveAidRules(
	trx: Db,
	campaignId: number,
	{ criteria, cap, keepDays }: AidRules,
): Promise<boolean> {
	const { numAffectedRows } = await sql`
		insert into aid_rules (campaign_id, criteria, cap, cap_currency, keep_days)
		select campaign_id, ${criteria}, ${cap?.amount ?? null}::bigint, ${cap?.currency ?? null}, ${keepDays}
		from funds where campaign_id = ${campaignId}
		on conflict (campaign_id) do update set criteria = excluded.criteria, cap = excluded.cap,
			cap_currency = excluded.cap_currency, keep_days = excluded.keep_days`.execute(trx);
	return (numAffectedRows ?? 0n) > 0n;
}

/** What may be given out in each currency of the books, and what is kept back; minor units. */
export async function spendable(
	db: Db,
	campaignId: number,
): Promise<{ currency: string; available: number; reserve: number }[]> {
	const { rows } = await sql<{ currency: string; available: number; reserve: number }>`
		select currency, fund_available(${campaignId}, currency) as available, fund_reserve(${campaignId}, currency) as reserve
		from (select distinct currency from ledger_accounts where campaign_id = ${campaignId}) used
		order by currency`.execute(db);
	return rows;
}
