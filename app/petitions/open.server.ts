import { sql } from "kysely";
import { type ChecklistItem, inEachLanguage, isComplete, missingOf } from "#app/campaigns/checklist.server.ts";
import type { Db } from "#db/client.ts";

export type Opened = { state: "open" } | { state: "incomplete"; missing: string[] } | { state: "unknown" };

/**
 * What a petition's form waits for, of the version that is signed now, in each language of its campaign and each of its
 * own; and a campaign that is published. Empty where there is none of that name.
 */
export async function petitionChecklist(db: Db, slug: string): Promise<ChecklistItem[]> {
	const { rows } = await sql<Record<"locale" | "addressees" | "sponsor" | "hand_in", string> & { published: boolean }>`
		with petition as (
			select p.campaign_id, (select id from petition_versions where petition_id = p.id order by number desc limit 1) as version
			from petitions p where p.slug = ${slug}
		), languages as (
			select ce.locale from petition p join campaign_editions ce on ce.campaign_id = p.campaign_id
			union select e.locale from petition p join petition_editions e on e.version_id = p.version
		)
		select l.locale, coalesce(e.addressees, '') as addressees, coalesce(e.sponsor, '') as sponsor,
			coalesce(e.hand_in, '') as hand_in, c.opened_at is not null as published
		from petition p join campaigns c on c.id = p.campaign_id cross join languages l
		left join petition_editions e on e.version_id = p.version and e.locale = l.locale
		order by l.locale`.execute(db);
	if (rows.length === 0) return [];
	return [
		...inEachLanguage(rows, ["addressees", "sponsor", "hand_in"]),
		{ item: "published", done: rows[0]?.published === true },
	];
}

/**
 * Opens a petition's form when its checklist is complete in every language: addressees, sponsor, hand-in; and its
 * campaign published. Opening twice changes nothing.
 * @returns what is still missing, as `sponsor (ru)`
 */
export async function openPetition(db: Db, slug: string): Promise<Opened> {
	const items = await petitionChecklist(db, slug);
	if (items.length === 0) return { state: "unknown" };
	if (!isComplete(items)) return { state: "incomplete", missing: missingOf(items) };
	await db
		.updateTable("petitions")
		.set({ opened_at: sql`coalesce(opened_at, now())` })
		.where("slug", "=", slug)
		.execute();
	return { state: "open" };
}

/**
 * Closes a petition's form, or opens it again: until it is handed in or anonymised, and not once its own time to close has
 * gone by (decision 8). The mails sent meanwhile still confirm nothing.
 * @returns whether it changed
 */
export async function closePetition(db: Db, slug: string, closed: boolean): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable("petitions")
		.set({ closed_at: closed ? sql`now()` : null })
		.where("slug", "=", slug)
		.where("opened_at", "is not", null)
		.where("handed_in_at", "is", null)
		.where("anonymised_at", "is", null)
		.where("closed_at", closed ? "is" : "is not", null)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}
