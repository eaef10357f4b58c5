import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import type { UpdateMatter } from "./content/schemas.ts";

/** An update as pages and feeds show it. `number` is the last part of its address. */
export interface Update extends UpdateMatter {
	number: number;
	body: string;
}

/** The updates of a campaign in one language, the newest first. */
export async function updatesOf(db: Db, campaignId: number, locale: Locale): Promise<Update[]> {
	return (await updates(db, campaignId, locale).execute()).map(flat);
}

/** The newest update of a campaign; undefined while there is none. */
export async function latestUpdate(db: Db, campaignId: number, locale: Locale): Promise<Update | undefined> {
	const row = await updates(db, campaignId, locale).limit(1).executeTakeFirst();
	return row && flat(row);
}

/** One update by its number. */
export async function findUpdate(
	db: Db,
	campaignId: number,
	locale: Locale,
	number: number,
): Promise<Update | undefined> {
	const row = await updates(db, campaignId, locale)
		.where("path", "like", `updates/${String(number).padStart(2, "0")}-%`)
		.executeTakeFirst();
	return row && flat(row);
}

function updates(db: Db, campaignId: number, locale: Locale) {
	return db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("path", "like", "updates/%")
		.where("locale", "=", locale)
		.orderBy(sql`matter ->> 'date'`, "desc")
		.orderBy("path", "desc")
		.select(["path", "matter", "body"]);
}

function flat({ path, matter, body }: { path: string; matter: unknown; body: string }): Update {
	const number = Number(/\d+/.exec(path)?.[0]);
	return { ...(matter as UpdateMatter), number, body };
}
