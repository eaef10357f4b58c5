import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

/**
 * Whether a document is shown: an SQL condition.
 * @param row the name that `campaign_documents` has in the statement
 */
export function isShown(row = "campaign_documents"): RawBuilder<SqlBool> {
	return sql<SqlBool>`not exists (
		select from hidden_documents h
		where h.campaign_id = ${sql.ref(`${row}.campaign_id`)} and h.path = ${sql.ref(`${row}.path`)})`;
}

/** An update as a moderator sees it in the list of what is shown. */
export interface ShownUpdate {
	number: number;
	title: string;
	date: string;
	hidden: boolean;
}

/** Every update of a campaign, hidden or not, the newest first. */
export async function updatesWithHidden(db: Db, campaignId: number, locale: Locale): Promise<ShownUpdate[]> {
	const { rows } = await sql<ShownUpdate>`
		select substring(path from '\\d+')::int as number, matter ->> 'title' as title, matter ->> 'date' as date,
			not ${isShown()} as hidden
		from campaign_documents where campaign_id = ${campaignId} and locale = ${locale} and path like 'updates/%'
		order by date desc, path desc`.execute(db);
	return rows;
}

/** An entry of the timeline as a moderator sees it in the list of what is shown. */
export interface ShownEntry {
	/** What follows `timeline/` in its path. */
	name: string;
	title: string;
	when: string;
	hidden: boolean;
}

/** Every entry of a campaign's timeline, hidden or not, the oldest first. */
export async function timelineWithHidden(db: Db, campaignId: number, locale: Locale): Promise<ShownEntry[]> {
	const { rows } = await sql<ShownEntry>`
		select substring(path from 10) as name, matter ->> 'title' as title, matter ->> 'when' as "when", not ${isShown()} as hidden
		from campaign_documents where campaign_id = ${campaignId} and locale = ${locale} and path like 'timeline/%'
		order by matter ->> 'from' collate "C", path`.execute(db);
	return rows;
}

/**
 * Takes an entry from the timeline in every language, or shows it again.
 * @param name what follows `timeline/` in its path
 * @returns whether the campaign has such an entry
 */
export async function hideEntry(db: Db, campaignId: number, name: string, hide: boolean): Promise<boolean> {
	const found = await db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("path", "=", `timeline/${name}`)
		.select("path")
		.executeTakeFirst();
	return found ? hideDocument(db, campaignId, found.path, hide) : false;
}

/**
 * Takes an update from every page and feed in every language, or shows it again.
 * @returns whether the campaign has an update of that number
 */
export async function hideUpdate(db: Db, campaignId: number, number: number, hide: boolean): Promise<boolean> {
	const prefix = `updates/${String(number).padStart(2, "0")}-`;
	const found = await db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("path", "like", `${prefix}%`)
		.select("path")
		.executeTakeFirst();
	return found ? hideDocument(db, campaignId, found.path, hide) : false;
}

async function hideDocument(db: Db, campaignId: number, path: string, hide: boolean): Promise<true> {
	await (hide
		? sql`insert into hidden_documents (campaign_id, path) values (${campaignId}, ${path}) on conflict do nothing`
		: sql`delete from hidden_documents where campaign_id = ${campaignId} and path = ${path}`
	).execute(db);
	return true;
}
