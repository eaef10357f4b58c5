import { basename, resolve } from "node:path";
import { writeFolder } from "#app/campaigns/content/write-folder.server.ts";
import { readPublished } from "#app/campaigns/export.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { readArguments } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "campaign export DIR [--campaign SLUG]";

/** `campaign export DIR [--campaign SLUG]`: writes a campaign as the folder of files that an import takes. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { words, values } = readArguments(usage, args, { words: 1, values: ["campaign"] });
	const [folder = ""] = words;
	const slug = values.campaign ?? basename(resolve(folder));
	await withDatabase(settings, async (db) => {
		const content = await readPublished(db, slug);
		if (!content) throw new SettingError(`there is no published campaign ${slug}: name it by --campaign SLUG`);
		process.stdout.write(`exported ${slug}: ${await writeFolder(folder, content)} files\n`);
	});
}
