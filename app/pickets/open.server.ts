import { sql } from "kysely";
import { type ChecklistItem, inEachLanguage, isComplete, missingOf } from "#app/campaigns/checklist.server.ts";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

export type PicketsOpened = { state: "open" } | { state: "incomplete"; missing: string[] };

/**
 * What calling pickets waits for in a campaign: duty hours that the public is told in each of its languages, what hosts
 * are told of the authorities, a campaign that is published, and somebody who can read what comes in.
 */
export async function picketsChecklist(db: Db, campaignId: number): Promise<ChecklistItem[]> {
	const editions = await db
		.selectFrom("campaign_editions as ce")
		.innerJoin("campaigns as c", "c.id", "ce.campaign_id")
		.where("ce.campaign_id", "=", campaignId)
		.orderBy("ce.locale")
		.select(["ce.locale", "ce.duty_hours", "ce.authorities", "c.opened_at"])
		.select(readersOf(campaignId).as("readers"))
		.execute();
	return [
		...inEachLanguage(editions, ["duty_hours", "authorities"]),
		{ item: "published", done: editions[0]?.opened_at != null },
		{ item: "moderator", done: (editions[0]?.readers ?? 0) > 0 },
	];
}

/** How many organisers who can sign in may read the queue of a campaign. */
function readersOf(campaignId: number) {
	return sql<number>`(select count(distinct o.id) from campaign_roles r join organisers o on o.id = r.organiser_id
		where r.campaign_id = ${campaignId} and r.role = 'moderator' and o.state = 'active')`;
}

/** Lets pickets be called when the checklist is complete; again, where it had been closed. */
export async function openPickets(db: Db, campaignId: number): Promise<PicketsOpened> {
	const items = await picketsChecklist(db, campaignId);
	if (!isComplete(items)) return { state: "incomplete", missing: missingOf(items) };
	await db
		.updateTable("campaigns")
		.set({ pickets_opened_at: sql`coalesce(pickets_opened_at, now())`, pickets_closed_at: null })
		.where("id", "=", campaignId)
		.execute();
	return { state: "open" };
}

/** Lets no more pickets be called; those that are listed stay, and their hosts can still change them. */
export async function closePickets(db: Db, campaignId: number): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable("campaigns")
		.set({ pickets_closed_at: sql`now()` })
		.where("id", "=", campaignId)
		.where("pickets_opened_at", "is not", null)
		.where("pickets_closed_at", "is", null)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** What the form to call a picket shows of a campaign, whether it is open or not: for previews. */
export async function picketAdvice(db: Db, campaignId: number, locale: Locale) {
	return db
		.selectFrom("campaigns as c")
		.innerJoin("campaign_editions as ce", "ce.campaign_id", "c.id")
		.where("c.id", "=", campaignId)
		.orderBy(bestFor(locale, "ce.locale"))
		.limit(1)
		.select(["c.slug", "ce.title", "ce.authorities"])
		.execute();
}
