import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

export type Campaign = NonNullable<Awaited<ReturnType<typeof findCampaign>>>;

/** A campaign in one language; undefined when there is none of that name. */
export async function findCampaign(db: Db, slug: string, locale: Locale) {
	return campaigns(db, locale).where("c.slug", "=", slug).executeTakeFirst();
}

/** Campaigns not closed, the newest first: while there is one, the front page is it. */
export async function liveCampaigns(db: Db, locale: Locale) {
	return campaigns(db, locale).where("c.closed_at", "is", null).orderBy("c.id", "desc").execute();
}

function campaigns(db: Db, locale: Locale) {
	return db
		.selectFrom("campaigns as c")
		.innerJoin("campaign_editions as e", (join) => join.onRef("e.campaign_id", "=", "c.id").on("e.locale", "=", locale))
		.select([
			"c.id",
			"c.slug",
			"c.day",
			"c.zone",
			"c.sample",
			"e.title",
			"e.neutral_title as neutralTitle",
			"e.summary",
			"e.body",
		]);
}
