import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { type Locale, locales } from "#app/i18n/translate.ts";
import { checkUpdates } from "./check-updates.server.ts";
import { ContentError, checked, readParts, readYaml } from "./front-matter.server.ts";
import {
	type CampaignMatter,
	type Claim,
	campaignFacts,
	campaignMatter,
	memorialMatter,
	petitionMatter,
	shareMatter,
	sourceList,
	timelineMatter,
	updateMatter,
} from "./schemas.ts";

export interface Document {
	/** `timeline/03-…`: where the file stands in its language's folder, without its ending. */
	path: string;
	locale: Locale;
	matter: object;
	body: string;
}

/** A campaign's folder, read and checked. */
export interface CampaignContent extends z.infer<typeof campaignFacts> {
	sources: z.infer<typeof sourceList>;
	editions: Record<Locale, { campaign: CampaignMatter; petition: z.infer<typeof petitionMatter> & { body: string } }>;
	documents: Document[];
}

/**
 * Reads a campaign's folder: `campaign.yaml`, `sources.yaml` and, per language, Markdown files with YAML front matter.
 * @param samples a folder of the same shape, in the demonstration only: its petitions' front matter is laid over, and
 *   its updates are added, marked
 * @throws ContentError naming the file: a field is missing, a claim has no source or one that is not listed, a
 *   language lacks a document that another has, or dates it otherwise
 */
export async function readCampaign(folder: string, samples?: string): Promise<CampaignContent> {
	const factsFile = join(folder, "campaign.yaml");
	const sourcesFile = join(folder, "sources.yaml");
	const facts = checked(campaignFacts, await readYaml(factsFile), factsFile);
	const sources = checked(sourceList, await readYaml(sourcesFile), sourcesFile);
	const known = new Set(sources.map(({ id }) => id));

	const editions = {} as CampaignContent["editions"];
	const documents: Document[] = [];
	for (const locale of locales) {
		const read = reader(join(folder, locale), locale, known);
		const campaign = await read("campaign", campaignMatter);
		const petition = await readPetition(folder, locale, samples);
		editions[locale] = { campaign: campaign.matter as CampaignMatter, petition };
		documents.push(campaign, await read("memorial", memorialMatter), await read("share", shareMatter));
		for (const name of await namesIn(join(folder, locale, "timeline")))
			documents.push(await read(`timeline/${name}`, timelineMatter));
		documents.push(...(await readUpdates(join(folder, locale), read)));
		if (samples) {
			const sampled = await readUpdates(join(samples, locale), reader(join(samples, locale), locale, known));
			documents.push(...sampled.map((update) => ({ ...update, matter: { ...update.matter, sample: true } })));
		}
	}
	checkSame(documents);
	checkUpdates(documents.filter(({ path }) => path.startsWith("updates/")));
	return { ...facts, sources, editions, documents };
}

async function readPetition(folder: string, locale: Locale, samples: string | undefined) {
	const file = join(folder, locale, "petition.md");
	const { matter, body } = await readParts(file);
	const over = samples ? (await readParts(join(samples, locale, "petition.md"))).matter : {};
	return { ...checked(petitionMatter, Object.assign({}, matter, over), file), body };
}

/** A campaign that has nothing to tell yet has no folder of updates. */
async function readUpdates(folder: string, read: ReturnType<typeof reader>): Promise<Document[]> {
	const names = existsSync(join(folder, "updates")) ? await namesIn(join(folder, "updates")) : [];
	return Promise.all(names.map((name) => read(`updates/${name}`, updateMatter)));
}

function reader(folder: string, locale: Locale, known: ReadonlySet<string>) {
	return async (path: string, schema: z.ZodType<object>): Promise<Document> => {
		const file = join(folder, `${path}.md`);
		const { matter, body } = await readParts(file);
		const document = { path, locale, matter: checked(schema, matter, file), body };
		for (const id of citedIn(document))
			if (!known.has(id)) throw new ContentError(`${file}: sources.yaml has no ${id}`);
		return document;
	};
}

/** Every source that a document names, in its front matter and in its text as `[record-3]`. */
function citedIn({ matter, body }: Document): string[] {
	const {
		claims = [],
		asked = [],
		people = [],
		sources = [],
	} = matter as Record<string, Claim[]> & { sources?: string[] };
	const named = [...claims, ...asked, ...people].flatMap((claim) => claim.sources);
	return [...named, ...sources, ...[...body.matchAll(/\[((?:interview|record-\d+))\]/g)].map(([, id = ""]) => id)];
}

async function namesIn(folder: string): Promise<string[]> {
	const files = await readdir(folder).catch(() => {
		throw new ContentError(`${folder} cannot be read`);
	});
	return files
		.filter((file) => file.endsWith(".md"))
		.map((file) => file.slice(0, -3))
		.sort();
}

/** A reader of one language is told what the others are told. */
function checkSame(documents: readonly Document[]) {
	for (const { path, locale } of documents)
		for (const other of locales)
			if (!documents.some((document) => document.path === path && document.locale === other))
				throw new ContentError(`${path}.md is there in ${locale} and not in ${other}`);
}
