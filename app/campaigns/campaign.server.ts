import { sql } from "kysely";
import { fallbackLocale, type Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import type { CampaignMatter, MemorialMatter, ShareMatter, TimelineMatter } from "./content/schemas.ts";
import { isShown } from "./hidden.server.ts";
import { dayIn, phaseOf } from "./phase.ts";
import { bestFor } from "./spoken.server.ts";
import { latestUpdate } from "./updates.server.ts";

export type Campaign = NonNullable<Awaited<ReturnType<typeof findCampaign>>>;
export type Source = Awaited<ReturnType<typeof sourcesOf>>[number];

/** A campaign for readers of one language, in the best it is written in; undefined when there is none of that name. */
export async function findCampaign(db: Db, slug: string, locale: Locale) {
	return campaigns(db, locale).where("c.slug", "=", slug).where("c.opened_at", "is not", null).executeTakeFirst();
}

/** The same before it is published, for who writes it. */
export async function findDraft(db: Db, slug: string, locale: Locale) {
	return campaigns(db, locale).where("c.slug", "=", slug).executeTakeFirst();
}

/** Campaigns not closed, the newest first: while there is one, the front page is it. */
export async function liveCampaigns(db: Db, locale: Locale) {
	return campaigns(db, locale)
		.where("c.opened_at", "is not", null)
		.where("c.closed_at", "is", null)
		.orderBy("c.id", "desc")
		.execute();
}

function campaigns(db: Db, locale: Locale) {
	return db
		.selectFrom("campaigns as c")
		.innerJoinLateral(
			(q) =>
				q
					.selectFrom("campaign_editions")
					.whereRef("campaign_id", "=", "c.id")
					.orderBy(bestFor(locale, "locale"))
					.limit(1)
					.selectAll()
					.as("e"),
			(join) => join.onTrue(),
		)
		.select([
			"c.id",
			"c.slug",
			"c.day",
			"c.zone",
			"c.closed_at as closedAt",
			"e.title",
			"e.neutral_title as neutralTitle",
			"e.summary",
			sql<Locale>`e.locale`.as("spoken"),
			sql<Locale[]>`array(
				select locale from campaign_editions where campaign_id = c.id order by ${bestFor(fallbackLocale, "locale")})`.as(
				"languages",
			),
			sql<string[]>`array(
				select distinct split_part(path, '/', 1) from campaign_documents where campaign_id = c.id and locale = e.locale
				order by 1)`.as("parts"),
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

/** A campaign, and the language in which it is read. */
type Spoken = Pick<Campaign, "id" | "spoken">;

/** What each single document's front matter holds; it was checked when it came in. */
interface Matters {
	campaign: CampaignMatter;
	memorial: MemorialMatter;
	share: ShareMatter;
}

/** One document of a campaign in the language it is read in: its front matter and its text; undefined where none is written. */
export async function documentOf<Path extends keyof Matters>(db: Db, { id, spoken }: Spoken, path: Path) {
	const found = await db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", id)
		.where("path", "=", path)
		.where("locale", "=", spoken)
		.select(["matter", "body"])
		.executeTakeFirst();
	return found && { matter: found.matter as unknown as Matters[Path], body: found.body };
}

/** The timeline of a campaign, the oldest first. */
export async function timelineOf(db: Db, { id, spoken }: Spoken): Promise<(TimelineMatter & { path: string })[]> {
	const rows = await db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", id)
		.where("path", "like", "timeline/%")
		.where(isShown())
		.where("locale", "=", spoken)
		.orderBy(sql`matter->>'from' collate "C"`)
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
async function comingDates(db: Db, { id, spoken }: Spoken, today: string): Promise<Coming[]> {
	return db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", id)
		.where("path", "like", "timeline/%")
		.where(isShown())
		.where("locale", "=", spoken)
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

/** What the page of a campaign shows of the campaign itself; undefined while its own text is not written. */
export async function campaignPage(db: Db, campaign: Campaign, locale: Locale, now: Date) {
	const [document, sources, coming, update] = await Promise.all([
		documentOf(db, campaign, "campaign"),
		sourcesOf(db, campaign.id),
		comingDates(db, campaign, dayIn(campaign.zone, now)),
		latestUpdate(db, campaign),
	]);
	return document && { locale, campaign, phase: phaseOf(now, campaign), sources, coming, update, ...document };
}
