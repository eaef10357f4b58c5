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
