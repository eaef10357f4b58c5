import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import type { CampaignMatter, MemorialMatter, ShareMatter, TimelineMatter } from "./content/schemas.ts";
import { dayIn, phaseOf } from "./phase.ts";
import { latestUpdate } from "./updates.server.ts";

export type Campaign = NonNullable<Awaited<ReturnType<typeof findCampaign>>>;
export type Source = Awaited<ReturnType<typeof sourcesOf>>[number];

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
			"c.closed_at as closedAt",
			"e.title",
			"e.neutral_title as neutralTitle",
			"e.summary",
		]);
}

/** The sources of a campaign in the order of their numbers. */
export async function sourcesOf(db: Db, campaignId: number) {
	return db
		.selectFrom("campaign_sources")
		.where("campaign_id", "=", campaignId)
		.orderBy("position")
		.select(["id", "position", "cite", "published", "url", "language"])
		.execute();
}

/** What each single document's front matter holds; it was checked when it came in. */
interface Matters {
	campaign: CampaignMatter;
	memorial: MemorialMatter;
	share: ShareMatter;
}

/** One document of a campaign: its front matter and its text. */
export async function documentOf<Path extends keyof Matters>(db: Db, campaignId: number, path: Path, locale: Locale) {
	const { matter, body } = await db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("path", "=", path)
		.where("locale", "=", locale)
		.select(["matter", "body"])
		.executeTakeFirstOrThrow();
	return { matter: matter as unknown as Matters[Path], body };
}

/** The timeline of a campaign, the oldest first. */
export async function timelineOf(
	db: Db,
	campaignId: number,
	locale: Locale,
): Promise<(TimelineMatter & { path: string })[]> {
	const rows = await db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("path", "like", "timeline/%")
		.where("locale", "=", locale)
		.orderBy("path")
		.select(["path", "matter"])
		.execute();
	return rows.map(({ path, matter }) => ({ path, ...(matter as unknown as TimelineMatter) }));
}

/** A date of the timeline that has not gone by. */
export type Coming = Pick<TimelineMatter, "from" | "when" | "title">;

/**
 * The whole dates of a timeline that have not gone by, the nearest first.
 * @param today `YYYY-MM-DD`, in the campaign's zone
 */
async function comingDates(db: Db, campaignId: number, locale: Locale, today: string): Promise<Coming[]> {
	return db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("path", "like", "timeline/%")
		.where("locale", "=", locale)
		.where(sql`matter->>'from'`, ">=", today)
		.orderBy(sql`matter->>'from'`)
		.orderBy("path")
		.select([
			sql<string>`matter->>'from'`.as("from"),
			sql<string>`matter->>'when'`.as("when"),
			sql<string>`matter->>'title'`.as("title"),
		])
		.execute();
}

/** What the page of a campaign shows of the campaign itself. */
export async function campaignPage(db: Db, campaign: Campaign, locale: Locale, now: Date) {
	const [document, sources, coming, update] = await Promise.all([
		documentOf(db, campaign.id, "campaign", locale),
		sourcesOf(db, campaign.id),
		comingDates(db, campaign.id, locale, dayIn(campaign.zone, now)),
		latestUpdate(db, campaign.id, locale),
	]);
	return { locale, campaign, phase: phaseOf(now, campaign), sources, coming, update, ...document };
}
