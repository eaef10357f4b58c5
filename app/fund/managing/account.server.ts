import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Offer } from "../giving/currencies.ts";

/** The account that a fund's transfers go to; null where it has none of its own. */
export async function accountOf(db: Db, campaignId: number): Promise<{ holder: string; iban: string } | null> {
	const row = await db
		.selectFrom("funds as f")
		.innerJoin("fund_accounts as a", "a.id", "f.account_id")
		.where("f.campaign_id", "=", campaignId)
		.select(["a.holder", "a.iban"])
		.executeTakeFirst();
	return row?.iban ? { holder: row.holder, iban: row.iban } : null;
}

/** What a fund's treasurer has settled about its currencies; nothing where that are the defaults. */
export async function offersOf(db: Db, campaignId: number): Promise<Offer[]> {
	return db
		.selectFrom("fund_currencies")
		.where("campaign_id", "=", campaignId)
		.orderBy("place")
		.select(["currency", "least", "most", "suggested"])
		.select(sql<Offer["fee"]>`json_build_object('rate', fee_rate, 'fixed', fee_fixed)`.as("fee"))
		.execute();
}
