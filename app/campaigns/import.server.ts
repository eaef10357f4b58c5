import { sql } from "kysely";
import { locales } from "#app/i18n/translate.ts";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { CampaignContent } from "./content/read-campaign.server.ts";

export interface ImportOptions {
	/** Marks what is made as shown for the demonstration only. */
	sample: boolean;
	/** Also overwrites what was edited here. */
	force?: boolean;
}

export interface Imported {
	isNew: boolean;
	/** Documents edited here since the last import, which were left alone: `en/memorial`. */
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
	return db.transaction().execute(async (trx) => {
		const { id, isNew } = await campaignRow(trx, keys, content, sample);
		await writeEditions(trx, id, content, force);
		await writeSources(trx, id, content);
		const kept = await writeDocuments(trx, id, content, force);
		if (isNew) await importPetition(trx, keys, id, content, sample);
		return { isNew, kept };
	});
}

async function campaignRow(db: Db, keys: KeyRing, { slug, zone, day }: CampaignContent, sample: boolean) {
	const made = await db
		.insertInto("campaigns")
		.values({ slug, zone, day, sample, key_sealed: newFingerprintKey(keys, `campaigns/${slug}`) })
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
			locales.map((locale) => {
				const { title, neutral_title, summary } = editions[locale].campaign;
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

async function writeSources(db: Db, campaignId: number, { sources }: CampaignContent) {
	await db.deleteFrom("campaign_sources").where("campaign_id", "=", campaignId).execute();
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
		.execute();
}

async function writeDocuments(db: Db, campaignId: number, { documents }: CampaignContent, force: boolean) {
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
	const kept = await db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("edited_at", "is not", null)
		.select(sql<string>`locale || '/' || path`.as("name"))
		.orderBy("name")
		.execute();
	return kept.map(({ name }) => name);
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
	const petition = await db
		.insertInto("petitions")
		.values({
			campaign_id: campaignId,
			slug: content.petition,
			sample,
			key_sealed: newFingerprintKey(keys, `petitions/${content.petition}`),
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
			locales.map((locale) => {
				const { addressees, ...edition } = content.editions[locale].petition;
				return { version_id: version.id, locale, addressees: addressees.join("\n"), ...edition };
			}),
		)
		.execute();
}
