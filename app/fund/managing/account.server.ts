import type { Db } from "#db/client.ts";

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
