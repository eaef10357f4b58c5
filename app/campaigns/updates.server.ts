import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import type { UpdateMatter } from "./content/schemas.ts";
import { isShown } from "./hidden.server.ts";

/** An update as pages and feeds show it. `number` is the last part of its address. */
export interface Update extends UpdateMatter {
	number: number;
	body: string;
}

/** A campaign, and the language in which it is read. */
interface Spoken {
	id: number;
	spoken: Locale;
}

/** The updates of a campaign in the language it is read in, the newest first. */
export async function updatesOf(db: Db, campaign: Spoken): Promise<Update[]> {
	return (await updates(db, campaign).execute()).map(flat);
}

/** The newest update of a campaign; undefined while there is none. */
export async function latestUpdate(db: Db, campaign: Spoken): Promise<Update | undefined> {
	const row = await updates(db, campaign).limit(1).executeTakeFirst();
	return row && flat(row);
}

/** One update by its number. */
export async function findUpdate(db: Db, campaign: Spoken, number: number): Promise<Update | undefined> {
	const row = await updates(db, campaign)
		.where("path", "like", `updates/${String(number).padStart(2, "0")}-%`)
		.executeTakeFirst();
	return row && flat(row);
}

function updates(db: Db, { id, spoken }: Spoken) {
	return db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", id)
		.where("path", "like", "updates/%")
		.where(isShown())
		.where("locale", "=", spoken)
		.orderBy(sql`matter ->> 'date'`, "desc")
		.orderBy("path", "desc")
		.select(["path", "matter", "body"]);
}

function flat({ path, matter, body }: { path: string; matter: unknown; body: string }): Update {
	const number = Number(/\d+/.exec(path)?.[0]);
	return { ...(matter as UpdateMatter), number, body };
}
