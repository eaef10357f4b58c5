import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

/** When somebody reads what comes in for a campaign. */
export interface DutyHours {
	slug: string;
	title: string;
	/** As the organisers have written it; empty where they have not. */
	hours: string;
}

/** The duty hours of every campaign that is not closed, the newest first. */
export async function dutyHoursOf(db: Db, locale: Locale): Promise<DutyHours[]> {
	return db
		.selectFrom("campaigns as c")
		.innerJoin("campaign_editions as e", (join) => join.onRef("e.campaign_id", "=", "c.id").on("e.locale", "=", locale))
		.where("c.closed_at", "is", null)
		.orderBy("c.id", "desc")
		.select(["c.slug", "e.title", "e.duty_hours as hours"])
		.execute();
}

/** The duty hours of one campaign, by language. */
export async function dutyHoursIn(db: Db, campaignId: number): Promise<Record<string, string>> {
	const rows = await db
		.selectFrom("campaign_editions")
		.where("campaign_id", "=", campaignId)
		.select(["locale", "duty_hours"])
		.execute();
	return Object.fromEntries(rows.map(({ locale, duty_hours }) => [locale, duty_hours]));
}

/** Writes down the duty hours of one campaign in every language given. */
export async function setDutyHours(db: Db, campaignId: number, hours: Partial<Record<Locale, string>>): Promise<void> {
	for (const [locale, text] of Object.entries(hours))
		await db
			.updateTable("campaign_editions")
			.set({ duty_hours: text })
			.where("campaign_id", "=", campaignId)
			.where("locale", "=", locale)
			.execute();
}
