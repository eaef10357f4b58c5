import { sql } from "kysely";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import type { Offer } from "./giving/currencies.ts";

export type Fund = NonNullable<Awaited<ReturnType<typeof findFund>>>;

/**
 * A campaign's fund as its page shows it to readers of one language, in the best it is written in; undefined before its
 * purpose has been written in any, and before the campaign is published.
 * @param slug the campaign's, which is the fund's too
 */
export async function findFund(db: Db, slug: string, locale: Locale) {
	return funds(db)
		.where("c.slug", "=", slug)
		.where("c.opened_at", "is not", null)
		.where("fe.purpose", "<>", "")
		.orderBy(bestFor(locale, "fe.locale"))
		.limit(1)
		.executeTakeFirst();
}

/** The same for a preview: whatever is still missing. */
export async function previewFund(db: Db, slug: string, locale: Locale) {
	return funds(db).where("c.slug", "=", slug).where("fe.locale", "=", locale).executeTakeFirst();
}

function funds(db: Db) {
	return db
		.selectFrom("funds as f")
		.innerJoin("campaigns as c", "c.id", "f.campaign_id")
		.innerJoin("fund_editions as fe", "fe.campaign_id", "c.id")
		.innerJoin("campaign_editions as ce", (join) =>
			join.onRef("ce.campaign_id", "=", "c.id").onRef("ce.locale", "=", "fe.locale"),
		)
		.leftJoin("fund_accounts as a", "a.id", "f.account_id")
		.select([
			"c.slug",
			"ce.title",
			"ce.neutral_title as neutralTitle",
			"fe.purpose",
			"fe.who_decides as whoDecides",
			"fe.costs",
			"fe.surplus",
			"f.legal_name as legalName",
			"f.country",
			"f.sample",
			"a.mode",
			"a.holder",
			"a.iban",
			"a.url",
			offersOf.as("offers"),
			isAtStripe.as("atStripe"),
			sql<Locale>`fe.locale`.as("spoken"),
			languages.as("languages"),
			isWhole.as("whole"),
			isGivingOpen.as("open"),
			sql<boolean>`f.opened_at is not null`.as("opened"),
		]);
}

/** What the treasurer of a fund `f` has settled; nothing where that are the defaults: see `settledOr`. */
export const offersOf = sql<
	Offer[]
>`(select coalesce(json_agg(json_build_object('currency', currency, 'least', least, 'most', most,
	'suggested', suggested, 'fee', json_build_object('rate', fee_rate, 'fixed', fee_fixed)) order by place), '[]')
	from fund_currencies where campaign_id = f.campaign_id)`;

/** The account at Stripe, of which an installation has one, holds this fund's money. */
const isAtStripe = sql<boolean>`a.mode = 'stripe' and exists (select from stripe_fund where campaign_id = f.campaign_id)`;

/** The languages in which a fund says what it is for. */
const languages = sql<Locale[]>`array(
	select locale from fund_editions where campaign_id = f.campaign_id and purpose <> '' order by 1)`;

/** Gifts are taken: a condition on a fund `f` and its campaign `c`, by the database's clock. */
export const isGivingOpen = sql<boolean>`f.opened_at is not null and f.closed_at is null and c.closed_at is null`;

/** A condition on `funds`: there is all that its page has to say, in every language of the campaign. */
const isWhole = sql<boolean>`f.account_id is not null and f.legal_name <> '' and f.country is not null and not exists (
	select from campaign_editions ce left join fund_editions fe on fe.campaign_id = ce.campaign_id and fe.locale = ce.locale
	where ce.campaign_id = f.campaign_id and '' in (
		coalesce(fe.purpose, ''), coalesce(fe.who_decides, ''), coalesce(fe.costs, ''), coalesce(fe.surplus, '')))`;

/** The funds whose page others may find, and in which languages: who holds the money and what becomes of it is said in each. */
export async function findableFunds(db: Db) {
	return db
		.selectFrom("funds as f")
		.innerJoin("campaigns as c", "c.id", "f.campaign_id")
		.where("c.opened_at", "is not", null)
		.where(isWhole)
		.orderBy("c.id")
		.select(["c.slug", languages.as("languages")])
		.execute();
}

/** Whether a campaign's own page leads to its fund's. */
export async function hasFundPage(db: Db, campaignId: number): Promise<boolean> {
	const row = await db
		.selectFrom("funds as f")
		.where("f.campaign_id", "=", campaignId)
		.where(isWhole)
		.select("f.campaign_id")
		.executeTakeFirst();
	return row !== undefined;
}
