import { sql } from "kysely";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { shownHandover } from "./closing/shown-handover.server.ts";
import { isListed } from "./showing/names.server.ts";

export type Petition = NonNullable<Awaited<ReturnType<typeof findPetition>>>;

/**
 * A petition as its page shows it to readers of one language, in the best it is written in, with the version that is
 * signed now and the count to the last committed signature; undefined when there is none of that name.
 */
export async function findPetition(db: Db, slug: string, locale: Locale) {
	return petitions(db, slug, locale).where("c.opened_at", "is not", null).executeTakeFirst();
}

/** The same before its campaign is published, for previews. */
export async function findPetitionDraft(db: Db, slug: string, locale: Locale) {
	return petitions(db, slug, locale).executeTakeFirst();
}

function petitions(db: Db, slug: string, locale: Locale) {
	return db
		.selectFrom("petitions as p")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.innerJoin("petition_counts as n", "n.petition_id", "p.id")
		.innerJoinLateral(
			(q) =>
				q
					.selectFrom("petition_versions as v")
					.innerJoin("petition_editions as e", "e.version_id", "v.id")
					.whereRef("v.petition_id", "=", "p.id")
					.orderBy(bestFor(locale, "e.locale"))
					.orderBy("v.number", "desc")
					.limit(1)
					.select([
						"e.locale",
						"e.version_id",
						"e.title",
						"e.addressees",
						"e.summary",
						"e.body",
						"e.sponsor",
						"e.hand_in",
					])
					.as("e"),
			(join) => join.onTrue(),
		)
		.innerJoin("campaign_editions as ce", (join) =>
			join.onRef("ce.campaign_id", "=", "c.id").onRef("ce.locale", "=", "e.locale"),
		)
		.where("p.slug", "=", slug)
		.select([
			"p.slug",
			"p.sample",
			"c.slug as campaign",
			"c.day",
			"c.zone",
			"ce.neutral_title as neutralTitle",
			"e.title",
			"e.addressees",
			"e.summary",
			"e.body",
			"e.sponsor",
			"e.hand_in as handIn",
			sql<Locale>`e.locale`.as("spoken"),
			languages.as("languages"),
			corrections.as("corrections"),
			liveCount.as("count"),
			"n.organisations",
			"n.represented",
			"n.paper",
			isOpen.as("open"),
			hasNames.as("names"),
			shownHandover.as("handover"),
			sql<boolean>`p.opened_at is not null`.as("opened"),
		]);
}

/** What has been changed in the language it is read in since the first signatory, the oldest change first. */
const corrections = sql<string[]>`array(
	select ce.correction from petition_versions cv join petition_editions ce on ce.version_id = cv.id
	where cv.petition_id = p.id and ce.locale = e.locale and ce.correction <> '' order by cv.number)`;

/** Whether anybody stands on its public list of names. */
const hasNames = sql<boolean>`exists (select from signatures s where s.petition_id = p.id and ${isListed})`;

/** The languages that a petition is in. */
const languages = sql<Locale[]>`array(
	select distinct le.locale from petition_versions lv join petition_editions le on le.version_id = lv.id
	where lv.petition_id = p.id order by 1)`;

/** The published count and what has been committed since: exact in one snapshot, and cheap, as the rollup empties the deltas. */
export const liveCount = sql<number>`n.signatures + coalesce((select sum(d) from signature_deltas where petition_id = p.id), 0)::bigint`;

/** The form takes posts: opened, not closed, not past its closing time. By the database's clock. */
export const isOpen = sql<boolean>`p.opened_at is not null and p.closed_at is null and (p.closes_at is null or p.closes_at > now())`;

/** Its signatures can still be withdrawn: neither handed in nor anonymised. */
export const isWithdrawable = sql<boolean>`p.handed_in_at is null and p.anonymised_at is null`;

/** What a campaign's page shows of its petition to readers of one language; undefined when it has none. */
export async function petitionOfCampaign(db: Db, campaignId: number, locale: Locale) {
	return db
		.selectFrom("petitions as p")
		.innerJoin("petition_counts as n", "n.petition_id", "p.id")
		.innerJoin("petition_versions as v", "v.petition_id", "p.id")
		.innerJoin("petition_editions as e", "e.version_id", "v.id")
		.where("p.campaign_id", "=", campaignId)
		.orderBy("p.id")
		.orderBy(bestFor(locale, "e.locale"))
		.orderBy("v.number", "desc")
		.limit(1)
		.select([
			"p.slug",
			"e.title",
			"e.addressees",
			liveCount.as("count"),
			"n.organisations",
			"n.represented",
			"n.paper",
			isOpen.as("open"),
		])
		.executeTakeFirst();
}

/** The names of all petitions of published campaigns, and the languages in which each has its page. */
export async function findablePetitions(db: Db) {
	return db
		.selectFrom("petitions as p")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.where("c.opened_at", "is not", null)
		.orderBy("p.id")
		.select(["p.slug", languages.as("languages")])
		.execute();
}
