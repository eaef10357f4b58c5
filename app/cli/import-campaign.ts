import { readCampaign } from "#app/campaigns/content.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { withDatabase } from "./with-database.ts";

/** `campaign import DIR`: brings a folder of content in, its forms closed. */
export async function run([folder]: string[], settings: Settings): Promise<void> {
	if (!folder) throw new SettingError("campaign import DIR: name the folder of the campaign");
	const content = await readCampaign(folder);
	await withDatabase(settings, async (db) => {
		const isNew = await importCampaign(db, readKeyRing(settings.SECRET_KEYS), content, false);
		process.stdout.write(
			isNew
				? `imported ${content.slug}; its petition is closed: petition open ${content.petition}\n`
				: `${content.slug} is already there: nothing was changed\n`,
		);
	});
}
