import { sql } from "kysely";
import { largeProviders } from "#app/seal/large-providers.ts";
import { smallest } from "#app/small.ts";
import type { Db } from "#db/client.ts";
import type { Cell } from "./buckets.ts";

/** Days of mail that the desk shows. */
const mailDays = 14;

/** Something counted within a time; the newest that do not come to five people are held back. */
export interface Span {
	/** ISO 8601 in UTC of an hour, or `YYYY-MM-DD`. */
	from: string;
	to: string;
	n: number;
}

/** How mails of a kind ended on a day. */
export interface MailDay {
	kind: string;
	day: string;
	state: string;
	n: number;
}

/** How many of those asked through a large provider confirmed. */
export interface ProviderShare {
	/** The provider's first domain. */
	name: string;
	asked: number;
	confirmed: number;
}

/** The petitions of a campaign, the newest first, by their titles in a language. */
export async function petitionsOf(db: Db, campaignId: number, locale: string) {
	return db
		.selectFrom("petitions as p")
		.innerJoin("petition_counts as n", "n.petition_id", "p.id")
		.where("p.campaign_id", "=", campaignId)
		.orderBy("p.id", "desc")
		.select(["p.id", "p.slug", "n.signatures as count", "n.counted_at as countedAt"])
		.select(({ selectFrom, fn }) =>
			fn
				.coalesce(
					selectFrom("petition_versions as v")
						.innerJoin("petition_editions as e", "e.version_id", "v.id")
						.whereRef("v.petition_id", "=", "p.id")
						.where("e.locale", "=", locale)
						.orderBy("v.number", "desc")
						.limit(1)
						.select("e.title"),
					"p.slug",
				)
				.as("title"),
		)
		.execute();
}

/**
 * Signatures by hour over the last 48 hours and by day since the first, in the campaign's zone, from the rolled-up hours.
 * What comes to fewer than five people goes with the next (decision 10).
 */
export async function signingPace(db: Db, petitionId: number, zone: string) {
	const [hours, days] = await Promise.all([
		lastHours(petitionId).execute(db),
		sql<{ day: string; n: number }>`
			select to_char(hour at time zone ${zone}, 'YYYY-MM-DD') as day, sum(n)::bigint as n
			from signature_hours where petition_id = ${petitionId} group by 1 order by 1`.execute(db),
	]);
	return {
		hours: merged(hours.rows.map(({ hour, n }) => ({ from: hour.toISOString(), to: after(hour), n }))),
		days: merged(days.rows.map(({ day, n }) => ({ from: day, to: day, n }))),
	};
}

/** The hours of a petition that are over, of the last 48. */
export function lastHours(petitionId: number) {
	return sql<{ hour: Date; n: number }>`
		select hour, n from signature_hours
		where petition_id = ${petitionId} and hour >= now() - interval '48 hours' and hour < date_trunc('hour', now())
		order by hour`;
}

function after(hour: Date): string {
	return new Date(hour.getTime() + 3_600_000).toISOString();
}

/** Spans merged, oldest first, until each has five people. */
export function merged(spans: readonly Span[]): Span[] {
	const shown: Span[] = [];
	let from: string | undefined;
	let waiting = 0;
	for (const span of spans) {
		from ??= span.from;
		waiting += span.n;
		if (waiting < smallest) continue;
		shown.push({ from, to: span.to, n: waiting });
		from = undefined;
		waiting = 0;
	}
	return shown;
}

/** Signatures by country, language and source, from the rolled-up counts: not yet fit to be shown. */
export async function signingCells(
	db: Db,
	petitionId: number,
): Promise<Record<"country" | "locale" | "source", Cell[]>> {
	const { rows } = await sql<Cell & { dimension: "country" | "locale" | "source" }>`
		with cells as materialized (select country, locale, source, n from signature_counts where petition_id = ${petitionId})
		select 'country' as dimension, country as key, sum(n)::bigint as n from cells group by 2
		union all select 'locale', locale, sum(n)::bigint from cells group by 2
		union all select 'source', source, sum(n)::bigint from cells group by 2`.execute(db);
	const of = (wanted: string) => rows.filter(({ dimension }) => dimension === wanted).map(({ key, n }) => ({ key, n }));
	return { country: of("country"), locale: of("locale"), source: of("source") };
}

/**
 * How mails ended, by kind and day: those of the campaign, and those of the whole site that everyone who signs gets.
 * From the roll-up, with the moment of which it tells.
 */
export async function mailOutcomes(db: Db, campaignId: number) {
	const [days, rolled] = await Promise.all([mailDaysOf(campaignId).execute(db), rolledAt(db)]);
	return { days: days.rows, at: rolled };
}

/** The statement of `mailOutcomes`. */
export function mailDaysOf(campaignId: number) {
	return sql<MailDay>`
		select m.kind, d.day::text as day, d.state, sum(d.n)::bigint as n
		from email_days d join email_messages m on m.id = d.message_id
		where d.day > current_date - ${mailDays}::int and (m.campaign_id = ${campaignId} or m.campaign_id is null)
		group by 1, 2, 3 order by 1, 2, 3`;
}

async function rolledAt(db: Db): Promise<string | null> {
	const { rows } = await sql<{ at: string | null }>`
		select case when isfinite(rolled_at) then to_char(rolled_at, 'YYYY-MM-DD"T"HH24:MI"Z"') end as at
		from mail_rollup`.execute(db);
	return rows[0]?.at ?? null;
}

/** How mails of the last week ended, by large provider; all smaller ones together have no name. */
export async function mailByProvider(db: Db, campaignId: number) {
	const { rows } = await sql<{ bucket: number; counts: Record<string, number> }>`
		select bucket, jsonb_object_agg(state, n) as counts from (
			select least(d.bucket, ${largeProviders.length}::int) as bucket, d.state, sum(d.n) as n
			from email_days d join email_messages m on m.id = d.message_id
			where d.day > current_date - 7 and (m.campaign_id = ${campaignId} or m.campaign_id is null)
			group by 1, 2
		) states group by 1 order by 1`.execute(db);
	return rows.map(({ bucket, counts }) => ({ name: providerName(bucket), counts }));
}

function providerName(bucket: number): string | null {
	return largeProviders[bucket]?.[0] ?? null;
}

/** Of the confirmation mails of the last two weeks how many led to a confirmation, by large provider; five mails at least. */
export async function confirmedShares(db: Db, petitionId: number): Promise<ProviderShare[]> {
	const { rows } = await sql<{ bucket: number; asked: number; confirmed: number }>`
		select bucket, sum(asked)::bigint as asked, sum(confirmed)::bigint as confirmed from confirmation_days
		where petition_id = ${petitionId} and bucket < ${largeProviders.length} and day > current_date - 14
		group by 1 having sum(asked) >= ${smallest} order by sum(asked) desc`.execute(db);
	return rows.map(({ bucket, ...share }) => ({ name: providerName(bucket) ?? "", ...share }));
}
