import { sql } from "kysely";
import { type ChecklistItem, inEachLanguage, isComplete, missingOf } from "#app/campaigns/checklist.server.ts";
import type { Db } from "#db/client.ts";

export type FundOpened = { state: "open" } | { state: "incomplete"; missing: string[] };

/**
 * What giving waits for: who holds the money, where it goes, and in each language of the campaign what becomes of it;
 * and a campaign that is published.
 */
export async function fundChecklist(db: Db, campaignId: number): Promise<ChecklistItem[]> {
	const editions = await db
		.selectFrom("campaign_editions as ce")
		.innerJoin("campaigns as c", "c.id", "ce.campaign_id")
		.leftJoin("funds as f", "f.campaign_id", "ce.campaign_id")
		.leftJoin("fund_editions as fe", (join) =>
			join.onRef("fe.campaign_id", "=", "ce.campaign_id").onRef("fe.locale", "=", "ce.locale"),
		)
		.where("ce.campaign_id", "=", campaignId)
		.orderBy("ce.locale")
		.select(["ce.locale", "c.opened_at", "f.legal_name", "f.country", "f.account_id"])
		.select(({ fn, val }) => [
			fn.coalesce("fe.purpose", val("")).as("purpose"),
			fn.coalesce("fe.who_decides", val("")).as("who_decides"),
			fn.coalesce("fe.costs", val("")).as("costs"),
			fn.coalesce("fe.surplus", val("")).as("surplus"),
		])
		.execute();
	const [fund] = editions;
	return [
		{ item: "holder", done: Boolean(fund?.legal_name && fund.country) },
		{ item: "account", done: fund?.account_id != null },
		...inEachLanguage(editions, ["purpose", "who_decides", "costs", "surplus"]),
		{ item: "published", done: fund?.opened_at != null },
	];
}

/** Opens giving when the checklist is complete; again, where it had been closed. */
export async function openFund(db: Db, campaignId: number): Promise<FundOpened> {
	const items = await fundChecklist(db, campaignId);
	if (!isComplete(items)) return { state: "incomplete", missing: missingOf(items) };
	await db
		.updateTable("funds")
		.set({ opened_at: sql`coalesce(opened_at, now())`, closed_at: null })
		.where("campaign_id", "=", campaignId)
		.execute();
	return { state: "open" };
}

/** Takes no more gifts; the page stays and says so. */
export async function closeFund(db: Db, campaignId: number): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable("funds")
		.set({ closed_at: sql`now()` })
		.where("campaign_id", "=", campaignId)
		.where("opened_at", "is not", null)
		.where("closed_at", "is", null)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}
