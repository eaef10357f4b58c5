import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import type { Locale } from "#app/i18n/translate.ts";
import { type Content, checkDocument, kindOf } from "./check-document.server.ts";
import { checkUpdates } from "./check-updates.server.ts";
import { ContentError, checked, readParts, readYaml } from "./front-matter.server.ts";
import {
	type CampaignMatter,
	campaignFacts,
	type PetitionMatter,
	type PicketWords,
	picketWords,
	sourceList,
} from "./schemas.ts";

export interface Document extends Content {
	/** `timeline/03-…`: where the file stands in its language's folder, without its ending. */
	path: string;
	locale: Locale;
}

/** What one language has of its own. */
export interface Edition {
	campaign: CampaignMatter;
	petition?: PetitionMatter & { body: string };
	/** Where anything of it is said. */
	pickets?: PicketWords;
}

/** A campaign's folder, read and checked. */
export interface CampaignContent extends z.infer<typeof campaignFacts> {
	sources: z.infer<typeof sourceList>;
	/** One for each of its `languages`. */
	editions: { [L in Locale]?: Edition };
	documents: Document[];
}

/**
 * Reads a campaign's folder: `campaign.yaml`, `sources.yaml` and, per language, Markdown files with YAML front matter.
 * @param samples a folder of the same shape, in the demonstration only: its petitions' front matter is laid over, and
 *   its updates are added, marked
 * @throws ContentError naming the file: a field is missing, a claim has no source or one that is not listed, a
 *   language lacks a document that another has and campaign.yaml does not say so, or dates it otherwise
 */
export async function readCampaign(folder: string, samples?: string): Promise<CampaignContent> {
	const factsFile = join(folder, "campaign.yaml");
	const sourcesFile = join(folder, "sources.yaml");
	const facts = checked(campaignFacts, await readYaml(factsFile), factsFile);
	const sources = checked(sourceList, await readYaml(sourcesFile), sourcesFile);
	const known = new Set(sources.map(({ id }) => id));

	const editions: CampaignContent["editions"] = {};
	const documents: Document[] = [];
	for (const locale of facts.languages) {
		const own = join(folder, locale);
		const read = reader(own, locale, known);
		const campaign = await read("campaign");
		const petition = facts.petition && (await readPetition(read, locale, samples));
		const pickets = await readPicketWords(own);
		editions[locale] = {
			campaign: campaign.matter as CampaignMatter,
			...(petition && { petition }),
			...(pickets && { pickets }),
		};
		documents.push(campaign);
		for (const path of [...single(own), ...(await namesIn(own, "timeline")), ...(await namesIn(own, "updates"))])
			documents.push(await read(path));
		if (samples) documents.push(...(await readSamples(join(samples, locale), locale, known)));
	}
	checkSame(documents, facts);
	checkUpdates(documents.filter(({ path }) => path.startsWith("updates/")));
	return { ...facts, sources, editions, documents };
}

type Read = (path: string, over?: unknown) => Promise<Document>;

function reader(folder: string, locale: Locale, known: ReadonlySet<string>): Read {
	return async (path, over = {}) => {
		const file = join(folder, `${path}.md`);
		const { matter, body } = await readParts(file);
		const kind = kindOf(path);
		// Only an update's name has a form of its own.
		if (!kind)
			throw new ContentError(`${path}.md in ${locale}: the name of an update begins with its number, as in 01-name`);
		const read = checkDocument(kind, { matter: Object.assign({}, matter, over), body }, known);
		if ("content" in read) return { path, locale, ...read.content };
		const [{ field, message } = { field: "", message: "" }] = read.issues;
		throw new ContentError(
			`${file}: ${message.startsWith("sources.yaml") || !field ? message : `${field}: ${message}`}`,
		);
	};
}

async function readPetition(read: Read, locale: Locale, samples: string | undefined) {
	const over = samples ? (await readParts(join(samples, locale, "petition.md"))).matter : {};
	const { matter, body } = await read("petition", over);
	return { ...(matter as PetitionMatter), body };
}

async function readPicketWords(folder: string): Promise<PicketWords | undefined> {
	const file = join(folder, "pickets.yaml");
	if (!existsSync(file)) return undefined;
	const words = checked(picketWords, await readYaml(file), file);
	return Object.values(words).some(Boolean) ? words : undefined;
}

async function readSamples(folder: string, locale: Locale, known: ReadonlySet<string>): Promise<Document[]> {
	const read = reader(folder, locale, known);
	const updates = await Promise.all((await namesIn(folder, "updates")).map((path) => read(path)));
	return updates.map((update) => ({ ...update, matter: { ...update.matter, sample: true } }));
}

/** A campaign may have a memorial and texts to share. */
function single(folder: string): string[] {
	return ["memorial", "share"].filter((path) => existsSync(join(folder, `${path}.md`)));
}

/** A campaign that has nothing to tell yet has no folder of it. */
async function namesIn(folder: string, within: string): Promise<string[]> {
	if (!existsSync(join(folder, within))) return [];
	const files = await readdir(join(folder, within));
	return files
		.filter((file) => file.endsWith(".md"))
		.map((file) => `${within}/${file.slice(0, -3)}`)
		.sort();
}

/** A reader of one language is told what the others are told, unless the campaign says of what it is not. */
function checkSame(
	documents: readonly Document[],
	{ languages, missing }: Pick<CampaignContent, "languages" | "missing">,
) {
	const there = new Set([...missing, ...documents.map(({ path, locale }) => `${locale}/${path}`)]);
	for (const { path, locale } of documents)
		for (const other of languages)
			if (!there.has(`${other}/${path}`))
				throw new ContentError(`${path}.md is there in ${locale} and not in ${other}`);
}
