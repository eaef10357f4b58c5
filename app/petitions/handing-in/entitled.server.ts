import { type RawBuilder, type SqlBool, sql } from "kysely";
import { fallbackLocale, preferences } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

/**
 * Whether a signature, under the name `s`, is handed in with its name: it counts and its signer chose so. That an
 * organiser hid the name from the public pages takes nobody's voice before the addressees.
 */
export const isNamed = sql<SqlBool>`(s.state = 'confirmed' and s.visibility in ('addressee', 'public')
	and s.sealed is not null)`;

/**
 * Who is named to whom, as the queries of one `with`: `chosen` (the newest version), `spoken` (the language that
 * most versions are in), `bodies` (the newest version's addressees, by place), `given` (place and version) and `entitled` (place, signature, version).
 * An addressee receives a signature only if its line stood in the version that was signed: what came to be asked of
 * somebody later is not what earlier signers agreed to.
 * @param petition a petition's id
 */
export function entitledTo(petition: RawBuilder<number>): RawBuilder<unknown> {
	return sql`
		chosen as (
			select id, number from petition_versions where petition_id = ${petition} order by number desc limit 1),
		spoken as (
			select e.locale from petition_versions v join petition_editions e on e.version_id = v.id
			where v.petition_id = ${petition}
			group by e.locale order by count(*) desc, array_position(${preferences(fallbackLocale)}::text[], e.locale) limit 1),
		lines as (
			select v.id as version_id, v.number, btrim(l.body) as body, min(l.place) as place
			from petition_versions v join petition_editions e on e.version_id = v.id
			join spoken on spoken.locale = e.locale
			cross join lateral string_to_table(e.addressees, e'\\n') with ordinality as l (body, place)
			where v.petition_id = ${petition} and btrim(l.body) <> '' group by v.id, v.number, btrim(l.body)),
		bodies as (
			select l.body, row_number() over (order by l.place)::smallint as place
			from lines l join chosen on chosen.id = l.version_id),
		given as materialized (
			select b.place, l.version_id, l.number as version from lines l join bodies b on b.body = l.body),
		entitled as (
			select g.place, s.id, g.version
			from signatures s join given g on g.version_id = s.version_id
			where s.petition_id = ${petition} and ${isNamed})`;
}

/** An addressee, and how many would be named to it now. */
export interface Receiving {
	place: number;
	body: string;
	named: number;
}

/** What freezing a petition's list now would come to. */
export interface Preview {
	receiving: Receiving[];
	/** People who would be named to at least one addressee. */
	named: number;
	/** People who would only be counted. */
	counted: number;
}

/** Who would receive how many names if a petition's list were frozen now. */
export async function countEntitled(db: Db, petitionId: number): Promise<Preview> {
	const { rows } = await sql<Preview>`
		with ${entitledTo(sql<number>`${petitionId}::int`)},
		chose as (select count(distinct id)::int as n from entitled),
		total as (select count(*)::int as n from signatures where petition_id = ${petitionId} and state = 'confirmed')
		select chose.n as named, total.n - chose.n as counted, (
			select coalesce(jsonb_agg(jsonb_build_object('place', b.place, 'body', b.body,
				'named', (select count(*) from entitled e where e.place = b.place)) order by b.place), '[]')
			from bodies b) as receiving
		from chose cross join total`.execute(db);
	return rows[0] ?? { receiving: [], named: 0, counted: 0 };
}

/** The petition of that slug in that campaign while it can be handed in: opened, its names still here. */
export async function findForHandin(db: Db, slug: string, campaignId: number | null): Promise<{ id: number } | null> {
	const found = await db
		.selectFrom("petitions")
		.select("id")
		.where("slug", "=", slug)
		.where("campaign_id", "=", campaignId)
		.where("opened_at", "is not", null)
		.where("handed_in_at", "is", null)
		.where("anonymised_at", "is", null)
		.executeTakeFirst();
	return found ?? null;
}
