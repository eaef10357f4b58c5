import { sql } from "kysely";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { CampaignContent } from "./content/read-campaign.server.ts";
import { lockTexts, recordImported } from "./versions.server.ts";

export interface ImportOptions {
	/** Marks what is made as shown for the demonstration only. */
	sample: boolean;
	/** Also overwrites what was edited here. */
	force?: boolean;
}

export interface Imported {
	isNew: boolean;
	/** What was edited here since the last import and left alone: `en/memorial`; `en/pickets` for words of pickets that differ. */
	kept: string[];
}

/**
 * Brings a campaign in, its petition closed, or brings its texts up to date. What was edited here stays, and a
 * petition that is there is never touched: its words are what people sign.
 */
export async function importCampaign(
	db: Db,
	keys: KeyRing,
	content: CampaignContent,
	{ sample, force = false }: ImportOptions,
): Promise<Imported> {
	return inTransaction(db, async (trx) => {
		const { id, isNew } = await campaignRow(trx, keys, content, sample);
		await lockTexts(trx, id);
		await writeEditions(trx, id, content, force);
		const kept = await writeDocuments(trx, id, content, force);
		kept.push(...(await writePicketWords(trx, id, content, force)));
		await writeSources(trx, id, content, force);
		if (isNew) await importPetition(trx, keys, id, content, sample);
		await recordImported(trx, id, content.languages);
		return { isNew, kept };
	});
}

async function campaignRow(db: Db, keys: KeyRing, { slug, zone, day }: CampaignContent, sample: boolean) {
	const made = await db
		.insertInto("campaigns")
		.values({
			slug,
			zone,
			day,
			sample,
			opened_at: sql`now()`,
			key_sealed: newFingerprintKey(keys, `campaigns/${slug}`),
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	if (made) return { id: made.id, isNew: true };
	const { id } = await db.selectFrom("campaigns").where("slug", "=", slug).select("id").executeTakeFirstOrThrow();
	return { id, isNew: false };
}

async function writeEditions(db: Db, campaignId: number, { editions }: CampaignContent, force: boolean) {
	await db
		.insertInto("campaign_editions")
		.values(
			Object.entries(editions).map(([locale, { campaign }]) => {
				const { title, neutral_title, summary } = campaign;
				return { campaign_id: campaignId, locale, title, neutral_title, summary };
			}),
		)
		.onConflict((conflict) =>
			conflict
				.columns(["campaign_id", "locale"])
				.doUpdateSet((new_) => ({
					title: new_.ref("excluded.title"),
					neutral_title: new_.ref("excluded.neutral_title"),
					summary: new_.ref("excluded.summary"),
					edited_at: null,
				}))
				.where((old) => old.or([old("campaign_editions.edited_at", "is", null), old.val(force)])),
		)
		.execute();
}

/**
 * What hosts and the public are told of pickets: only where nothing is said here yet, as the desk's words are not marked.
 * @returns where other words stand here, which were left alone: `en/pickets`
 */
async function writePicketWords(db: Db, campaignId: number, { editions }: CampaignContent, force: boolean) {
	const words = Object.entries(editions).flatMap(([locale, { pickets }]) => (pickets ? [{ locale, ...pickets }] : []));
	const column = (name: "locale" | "duty_hours" | "authorities") => words.map((one) => one[name]);
	const { rows } = await sql<{ name: string }>`
		with written as (
			update campaign_editions e set
				duty_hours = case when w.duty_hours <> '' and (${force} or e.duty_hours = '') then w.duty_hours else e.duty_hours end,
				authorities = case when w.authorities <> '' and (${force} or e.authorities = '') then w.authorities else e.authorities end
			from unnest(${column("locale")}::text[], ${column("duty_hours")}::text[], ${column("authorities")}::text[])
				w (locale, duty_hours, authorities)
			where e.campaign_id = ${campaignId} and e.locale = w.locale
			returning e.locale, w.duty_hours not in ('', e.duty_hours) or w.authorities not in ('', e.authorities) as other)
		select locale || '/pickets' as name from written where other order by locale`.execute(db);
	return rows.map(({ name }) => name);
}

/** The folder's sources in its order; behind them those that were added here, and those that a document left alone cites. */
async function writeSources(db: Db, campaignId: number, { sources }: CampaignContent, force: boolean) {
	await db
		.insertInto("campaign_sources")
		.values(
			sources.map(({ id, cite, date, url, language }, position) => ({
				campaign_id: campaignId,
				id,
				position: position + 1,
				cite,
				published: date,
				url,
				language,
			})),
		)
		.onConflict((conflict) =>
			conflict
				.columns(["campaign_id", "id"])
				.doUpdateSet((new_) => ({
					cite: new_.ref("excluded.cite"),
					published: new_.ref("excluded.published"),
					url: new_.ref("excluded.url"),
					language: new_.ref("excluded.language"),
					edited_at: null,
				}))
				.where((old) => old.or([old("campaign_sources.edited_at", "is", null), old.val(force)])),
		)
		.execute();
	const ids = sources.map(({ id }) => id);
	await sql`
		delete from campaign_sources s where campaign_id = ${campaignId} and edited_at is null and id <> all(${ids}::text[])
			and not exists (select from campaign_documents d where d.campaign_id = s.campaign_id and d.edited_at is not null
				and (d.matter::text like '%"' || s.id || '"%' or d.body like '%[' || s.id || ']%'))`.execute(db);
	await sql`
		update campaign_sources s set position = o.position
		from (
			select id, row_number() over (order by coalesce(array_position(${ids}::text[], id), 2147483647), position, id) as position
			from campaign_sources where campaign_id = ${campaignId}
		) o
		where s.campaign_id = ${campaignId} and s.id = o.id and s.position <> o.position`.execute(db);
}

async function writeDocuments(db: Db, campaignId: number, content: CampaignContent, force: boolean) {
	const removed = await removedHere(db, campaignId, force);
	const documents = content.documents.filter(({ path }) => !removed.has(path));
	await db
		.insertInto("campaign_documents")
		.values(
			documents.map(({ path, locale, matter, body }) => ({
				campaign_id: campaignId,
				path,
				locale,
				matter: JSON.stringify(matter),
				body,
			})),
		)
		.onConflict((conflict) =>
			conflict
				.columns(["campaign_id", "path", "locale"])
				.doUpdateSet((new_) => ({
					matter: new_.ref("excluded.matter"),
					body: new_.ref("excluded.body"),
					edited_at: null,
				}))
				.where((old) => old.or([old("campaign_documents.edited_at", "is", null), old.val(force)])),
		)
		.execute();
	await deleteLeft(db, campaignId, documents);
	const edited = await db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("edited_at", "is not", null)
		.select(sql<string>`locale || '/' || path`.as("name"))
		.orderBy("name")
		.execute();
	const left = content.documents.filter(({ path }) => removed.has(path)).map(({ path, locale }) => `${locale}/${path}`);
	return [...edited.map(({ name }) => name), ...left].sort();
}

/** What was taken off the site here stays off it. */
async function removedHere(db: Db, campaignId: number, force: boolean): Promise<ReadonlySet<string>> {
	const removed = db.selectFrom("texts").where("campaign_id", "=", campaignId).where("removed_at", "is not", null);
	if (!force) return new Set((await removed.select("path").execute()).map(({ path }) => path));
	await db.updateTable("texts").set({ removed_at: null }).where("campaign_id", "=", campaignId).execute();
	return new Set();
}

/** What has left the folder goes, a file under another name being another document; what was edited here stays. */
async function deleteLeft(db: Db, campaignId: number, documents: CampaignContent["documents"]) {
	const here = documents.map(({ path, locale }) => `${locale}/${path}`);
	await db
		.deleteFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("edited_at", "is", null)
		.where(sql<boolean>`locale || '/' || path <> all(${here}::text[])`)
		.execute();
}

async function importPetition(db: Db, keys: KeyRing, campaignId: number, content: CampaignContent, sample: boolean) {
	const slug = content.petition;
	if (!slug) return;
	const petition = await db
		.insertInto("petitions")
		.values({
			campaign_id: campaignId,
			slug,
			sample,
			key_sealed: newFingerprintKey(keys, `petitions/${slug}`),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	const version = await db
		.insertInto("petition_versions")
		.values({ petition_id: petition.id, number: 1 })
		.returning("id")
		.executeTakeFirstOrThrow();
	await db
		.insertInto("petition_editions")
		.values(
			Object.entries(content.editions).flatMap(([locale, { petition }]) => {
				if (!petition) return [];
				const { addressees, ...edition } = petition;
				return [{ version_id: version.id, locale, addressees: addressees.join("\n"), ...edition }];
			}),
		)
		.execute();
}
