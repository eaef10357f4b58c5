import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type Locale, locales } from "#app/i18n/translate.ts";

const text = z.string().trim().min(1);

const campaignFacts = z.strictObject({
	slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
	zone: text,
	day: z.iso.date(),
	petition: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
});
const campaignEdition = z.object({ title: text, neutral_title: text, summary: text, body: text });
const petitionEdition = z.strictObject({
	title: text,
	addressees: z.array(text).min(1),
	summary: text,
	sponsor: z.string().default(""),
	hand_in: z.string().default(""),
	body: text,
});

export interface CampaignContent extends z.infer<typeof campaignFacts> {
	editions: Record<Locale, { campaign: z.infer<typeof campaignEdition>; petition: z.infer<typeof petitionEdition> }>;
}

/** A content file says what it should not, or lacks what it should: one line naming the file. */
export class ContentError extends Error {}

/**
 * Reads a campaign's folder: `campaign.yaml` and, per language, Markdown files with YAML front matter.
 * @param samples a folder of the same shape whose front matter is laid over it, in the demonstration only
 * @throws ContentError
 */
export async function readCampaign(folder: string, samples?: string): Promise<CampaignContent> {
	const facts = check(campaignFacts, parse(await read(join(folder, "campaign.yaml"))), join(folder, "campaign.yaml"));
	const editions = {} as CampaignContent["editions"];
	for (const locale of locales) {
		const petitionFile = join(folder, locale, "petition.md");
		const laidOver = samples ? (await frontMatter(join(samples, locale, "petition.md"))).matter : {};
		const petition = await frontMatter(petitionFile);
		editions[locale] = {
			campaign: await readCampaignEdition(join(folder, locale, "campaign.md")),
			petition: check(petitionEdition, { ...petition.matter, body: petition.body, ...laidOver }, petitionFile),
		};
	}
	return { ...facts, editions };
}

async function readCampaignEdition(file: string) {
	const { matter, body } = await frontMatter(file);
	return check(campaignEdition, { ...matter, body }, file);
}

async function frontMatter(file: string): Promise<{ matter: Record<string, unknown>; body: string }> {
	const [, matter, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(await read(file)) ?? [];
	if (matter === undefined || body === undefined)
		throw new ContentError(`${file} does not begin with front matter between two lines of ---`);
	return { matter: parse(matter), body: body.trim() };
}

async function read(file: string): Promise<string> {
	try {
		return await readFile(file, "utf8");
	} catch {
		throw new ContentError(`${file} cannot be read`);
	}
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, file: string): z.infer<Schema> {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new ContentError(`${file}: ${issue?.path.join(".")} ${issue?.message}`);
}
