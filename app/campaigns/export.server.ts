import { sql } from "kysely";
import { isLocale, type Locale, locales } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import type { CampaignContent, Document, Edition } from "./content/read-campaign.server.ts";
import type { CampaignMatter, PetitionMatter, PicketWords } from "./content/schemas.ts";

/**
 * A campaign as readers see it now, as its folder would hold it: without drafts, and without what the demonstration
 * marks as a sample.
 * @returns undefined when there is none of that name, or nothing of it is published
 */
export async function readPublished(db: Db, slug: string): Promise<CampaignContent | undefined> {
	// One snapshot: a publication half-way through would tear languages apart.
	return db
		.transaction()
		.setIsolationLevel("repeatable read")
		.setAccessMode("read only")
		.execute(async (trx) => {
			const campaign = await trx
				.selectFrom("campaigns")
				.where("slug", "=", slug)
				.select(["id", "slug", "zone", "day"])
				.executeTakeFirst();
			if (!campaign) return undefined;
			const { id, ...facts } = campaign;
			const documents = await documentsOf(trx, id);
			const petitions = await petitionsOf(trx, id);
			const editions = editionsOf(documents, petitions, await picketWordsOf(trx, id));
			const languages = locales.filter((locale) => editions[locale]);
			if (languages.length === 0) return undefined;
			const within = documents.filter(({ locale }) => editions[locale]);
			const petition = petitions[0]?.slug;
			return {
				...facts,
				...(petition && { petition }),
				languages,
				missing: missingOf(within, languages),
				sources: await sourcesFor(trx, id),
				editions,
				documents: within,
			};
		});
}

async function documentsOf(db: Db, campaignId: number): Promise<Document[]> {
	const rows = await db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where(sql<boolean>`not matter ? 'sample'`)
		.orderBy("locale")
		.orderBy(sql`path collate "C"`)
		.select(["path", "locale", "matter", "body"])
		.execute();
	return rows.flatMap(({ path, locale, matter, body }) =>
		isLocale(locale) ? [{ path, locale, matter: matter as object, body }] : [],
	);
}

/** The words of the campaign's first petition, in every language that has them; what an import marked as samples is left out. */
async function petitionsOf(db: Db, campaignId: number) {
	const { rows } = await sql<{ slug: string; locale: string; matter: PetitionMatter; body: string }>`
		select p.slug, e.locale, e.body, jsonb_build_object('title', e.title,
			'addressees', to_jsonb(string_to_array(e.addressees, e'\n')), 'summary', e.summary,
			'sponsor', case when p.sample and tv.author_id is null then '' else e.sponsor end,
			'hand_in', case when p.sample and tv.author_id is null then '' else e.hand_in end) as matter
		from (select id, slug, sample from petitions where campaign_id = ${campaignId} order by id limit 1) p
		join lateral (select id from petition_versions where petition_id = p.id order by number desc limit 1) v on true
		join petition_editions e on e.version_id = v.id
		left join text_versions tv on tv.id = e.text_version_id`.execute(db);
	return rows;
}

/** What hosts and the public are told of pickets, where anything is; of a demonstration only once the desk has written it. */
async function picketWordsOf(db: Db, campaignId: number): Promise<ReadonlyMap<string, PicketWords>> {
	const { rows } = await sql<PicketWords & { locale: string }>`
		select e.locale, e.duty_hours, e.authorities from campaign_editions e join campaigns c on c.id = e.campaign_id
		where c.id = ${campaignId} and (e.duty_hours, e.authorities) <> ('', '') and (not c.sample or exists (
			select from audit_log a where a.campaign_id = c.id and a.act = 'pickets.facts-changed'))`.execute(db);
	return new Map(rows.map(({ locale, ...words }) => [locale, words]));
}

/** A language counts once the campaign itself is told in it, and its petition, if there is one. */
function editionsOf(
	documents: readonly Document[],
	petitions: Awaited<ReturnType<typeof petitionsOf>>,
	pickets: ReadonlyMap<string, PicketWords>,
) {
	const editions: CampaignContent["editions"] = {};
	for (const { path, locale, matter } of documents) {
		if (path !== "campaign") continue;
		const edition: Edition = { campaign: matter as CampaignMatter };
		const own = petitions.find((petition) => petition.locale === locale);
		const words = pickets.get(locale);
		if (words) edition.pickets = words;
		if (own) edition.petition = { ...own.matter, body: own.body };
		if (own || petitions.length === 0) editions[locale] = edition;
	}
	return editions;
}

function missingOf(documents: readonly Document[], languages: readonly Locale[]): string[] {
	const there = new Set(documents.map(({ path, locale }) => `${locale}/${path}`));
	const paths = new Set(documents.map(({ path }) => path));
	return languages
		.flatMap((locale) => [...paths].map((path) => `${locale}/${path}`))
		.filter((name) => !there.has(name))
		.sort();
}

async function sourcesFor(db: Db, campaignId: number): Promise<CampaignContent["sources"]> {
	const rows = await db
		.selectFrom("campaign_sources")
		.where("campaign_id", "=", campaignId)
		.orderBy("position")
		.select(["id", "cite", "published", "url", "language"])
		.execute();
	return rows.map(({ published, url, ...source }) => ({ ...source, date: published, ...(url && { url }) }));
}
