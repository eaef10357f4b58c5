import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

/**
 * Makes whoever else would change the words or the sources of a campaign wait until this transaction ends. Signing
 * does not wait: its foreign keys ask for less.
 */
export async function lockTexts(db: Db, campaignId: number): Promise<void> {
	await sql`select from campaigns where id = ${campaignId} for no key update`.execute(db);
}

/**
 * Makes a version of whatever stands on the pages and is none yet: what an import has brought.
 * @param languages the first is what the others are taken to say
 */
export async function recordImported(db: Db, campaignId: number, languages: readonly Locale[]): Promise<void> {
	await sql`
		insert into texts (campaign_id, path)
		select campaign_id, path from campaign_documents where campaign_id = ${campaignId}
		union select campaign_id, 'petitions/' || slug from petitions where campaign_id = ${campaignId}
		on conflict do nothing`.execute(db);
	const [first, ...others] = languages;
	for (const group of [[first], others]) {
		await recordDocuments(db, campaignId, group, first);
		await recordPetitions(db, campaignId, group, first);
	}
}

type Languages = readonly (Locale | undefined)[];

async function recordDocuments(db: Db, campaignId: number, languages: Languages, first: Locale | undefined) {
	await sql`
		with made as (
			insert into text_versions (text_id, locale, number, from_id, matter, body)
			select t.id, d.locale, coalesce(n.number, 0) + 1, s.version_id, d.matter, d.body
			from campaign_documents d
			join texts t on t.campaign_id = d.campaign_id and t.path = d.path
			left join text_versions v on v.id = d.version_id
			left join campaign_documents s on s.campaign_id = d.campaign_id and s.path = d.path and s.locale = ${first}
				and s.locale <> d.locale
			left join lateral (
				select max(number) as number from text_versions where text_id = t.id and locale = d.locale
			) n on true
			where d.campaign_id = ${campaignId} and d.locale = any(${languages}::text[])
				and (v.id is null or v.matter <> d.matter or v.body <> d.body)
			returning id, text_id, locale
		)
		update campaign_documents d set version_id = made.id
		from made join texts t on t.id = made.text_id
		where d.campaign_id = t.campaign_id and d.path = t.path and d.locale = made.locale`.execute(db);
}

/** A petition is brought by an import once, before anybody can have signed it. */
async function recordPetitions(db: Db, campaignId: number, languages: Languages, first: Locale | undefined) {
	await sql`
		with made as (
			insert into text_versions (text_id, locale, number, from_id, matter, body)
			select t.id, e.locale, 1, s.text_version_id, jsonb_build_object('title', e.title,
				'addressees', to_jsonb(string_to_array(e.addressees, e'\\n')), 'summary', e.summary,
				'sponsor', e.sponsor, 'hand_in', e.hand_in, 'correction', ''), e.body
			from petitions p
			join petition_versions pv on pv.petition_id = p.id and pv.number = 1
			join petition_editions e on e.version_id = pv.id
			join texts t on t.campaign_id = p.campaign_id and t.path = 'petitions/' || p.slug
			left join petition_editions s on s.version_id = pv.id and s.locale = ${first} and s.locale <> e.locale
			where p.campaign_id = ${campaignId} and e.locale = any(${languages}::text[])
				and e.text_version_id is null and pv.frozen_on is null
			returning id, text_id, locale
		)
		update petition_editions e set text_version_id = made.id
		from made join texts t on t.id = made.text_id
		join petitions p on p.campaign_id = t.campaign_id and t.path = 'petitions/' || p.slug
		join petition_versions pv on pv.petition_id = p.id and pv.number = 1
		where e.version_id = pv.id and e.locale = made.locale`.execute(db);
}
