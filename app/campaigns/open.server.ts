import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type ChecklistItem, isComplete } from "./checklist.server.ts";

/** What publishing a campaign waits for: its own text, in each of its languages. */
export async function campaignChecklist(db: Db, campaignId: number): Promise<ChecklistItem[]> {
	const editions = await db
		.selectFrom("campaign_editions as e")
		.where("campaign_id", "=", campaignId)
		.orderBy("locale")
		.select([
			"e.locale",
			sql<boolean>`exists (
				select from campaign_documents d
				where d.campaign_id = e.campaign_id and d.locale = e.locale and d.path = 'campaign')`.as("done"),
		])
		.execute();
	return editions.map(({ locale, done }) => ({ item: "text", locale, done }));
}

/** Publishes a campaign when its checklist is complete. Twice changes nothing; nothing takes it back but closing it. */
export async function openCampaign(db: Db, campaignId: number): Promise<"open" | "incomplete"> {
	if (!isComplete(await campaignChecklist(db, campaignId))) return "incomplete";
	await db
		.updateTable("campaigns")
		.set({ opened_at: sql`coalesce(opened_at, now())` })
		.where("id", "=", campaignId)
		.execute();
	return "open";
}
