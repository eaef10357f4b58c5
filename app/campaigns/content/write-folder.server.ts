import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ContentError, readYaml } from "./front-matter.server.ts";
import type { CampaignContent } from "./read-campaign.server.ts";
import { writeCampaign } from "./write-campaign.server.ts";

const owned = /^[a-z]{2}\/(?:pickets\.yaml|(?:(?:timeline|updates)\/)?[a-z0-9-]+\.md)$/;

/**
 * Writes a campaign as a folder of files. A folder that holds this campaign already is brought up to date: texts that the
 * campaign no longer has go; other files stay.
 * @returns how many files it has
 * @throws ContentError when the folder holds something else
 */
export async function writeFolder(folder: string, content: CampaignContent): Promise<number> {
	const files = writeCampaign(content);
	const there = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
	if (there.length > 0) await checkHolds(folder, content.slug);
	for (const name of there.map((name) => name.replaceAll("\\", "/")))
		if (owned.test(name) && !files.has(name)) await rm(join(folder, name));
	for (const [name, text] of files) {
		await mkdir(dirname(join(folder, name)), { recursive: true });
		await writeFile(join(folder, name), text);
	}
	return files.size;
}

async function checkHolds(folder: string, slug: string) {
	const file = join(folder, "campaign.yaml");
	const facts = existsSync(file) ? z.object({ slug: z.string() }).safeParse(await readYaml(file)) : undefined;
	if (facts?.data?.slug !== slug)
		throw new ContentError(`${folder} is not empty and does not hold the campaign ${slug}: name another folder`);
}
