import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

export type Petition = NonNullable<Awaited<ReturnType<typeof findPetition>>>;

/**
 * A petition as its page shows it in one language, with the version that is signed now and the count
 * to the last committed signature; undefined when there is none of that name in that language.
 */
export async function findPetition(db: Db, slug: string, locale: Locale) {
	return db
		.selectFrom("petitions as p")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.innerJoin("campaign_editions as ce", (join) =>
			join.onRef("ce.campaign_id", "=", "c.id").on("ce.locale", "=", locale),
		)
		.innerJoin("petition_counts as n", "n.petition_id", "p.id")
		.innerJoinLateral(
			(q) =>
				q
					.selectFrom("petition_versions as v")
					.innerJoin("petition_editions as e", "e.version_id", "v.id")
					.whereRef("v.petition_id", "=", "p.id")
					.where("e.locale", "=", locale)
					.orderBy("v.number", "desc")
					.limit(1)
					.select([
						"e.version_id",
						"e.title",
						"e.addressees",
						"e.summary",
						"e.body",
						"e.sponsor",
						"e.hand_in",
						"v.correction",
					])
					.as("e"),
			(join) => join.onTrue(),
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
			"e.correction",
			liveCount.as("count"),
			isOpen.as("open"),
			sql<boolean>`p.opened_at is not null`.as("opened"),
		])
		.executeTakeFirst();
}

/** The published count and what has been committed since: exact in one snapshot, and cheap, as the rollup empties the deltas. */
export const liveCount = sql<number>`n.signatures + coalesce((select sum(d) from signature_deltas where petition_id = p.id), 0)::bigint`;

/** The form takes posts: opened, not closed, not past its closing time. By the database's clock. */
export const isOpen = sql<boolean>`p.opened_at is not null and p.closed_at is null and (p.closes_at is null or p.closes_at > now())`;

/** Its signatures can still be withdrawn: neither handed in nor anonymised. */
export const isWithdrawable = sql<boolean>`p.handed_in_at is null and p.anonymised_at is null`;

/** What a campaign's page shows of its petition; undefined when it has none in that language. */
export async function petitionOfCampaign(db: Db, campaignId: number, locale: Locale) {
	return db
		.selectFrom("petitions as p")
		.innerJoin("petition_counts as n", "n.petition_id", "p.id")
		.innerJoin("petition_versions as v", "v.petition_id", "p.id")
		.innerJoin("petition_editions as e", (join) => join.onRef("e.version_id", "=", "v.id").on("e.locale", "=", locale))
		.where("p.campaign_id", "=", campaignId)
		.orderBy("p.id")
		.orderBy("v.number", "desc")
		.limit(1)
		.select(["p.slug", "e.title", "e.addressees", liveCount.as("count"), isOpen.as("open")])
		.executeTakeFirst();
}

/** The names of all petitions: each has its page in every language. */
export async function findablePetitions(db: Db) {
	return db.selectFrom("petitions").orderBy("id").select("slug").execute();
}
