import type { Db } from "#db/client.ts";

/** The campaign whose fund the account at Stripe holds; undefined before a fund has been shown with one. */
export async function stripeFund(db: Db): Promise<number | undefined> {
	const fund = await db.selectFrom("stripe_fund").select("campaign_id").executeTakeFirst();
	return fund?.campaign_id;
}
