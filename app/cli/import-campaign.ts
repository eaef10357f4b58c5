import { readCampaign } from "#app/campaigns/content/read-campaign.server.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { withDatabase } from "./with-database.ts";

/** `campaign import DIR [--force]`: brings a folder of content in, its forms closed, or its texts up to date. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const [folder] = args.filter((arg) => !arg.startsWith("--"));
	if (!folder) throw new SettingError("campaign import DIR: name the folder of the campaign");
	const content = await readCampaign(folder);
	await withDatabase(settings, async (db) => {
		const options = { sample: false, force: args.includes("--force") };
		const { isNew, kept } = await operate(
			db,
			(trx) => importCampaign(trx, readKeyRing(settings.SECRET_KEYS), content, options),
			({ kept: left }) => ({
				act: "campaign.imported",
				of: { campaign: content.slug },
				about: content.slug,
				figures: { kept: left.length, forced: options.force ? 1 : 0 },
			}),
		);
		const lines = [
			isNew
				? `imported ${content.slug}${content.petition ? `; its petition is closed: petition open ${content.petition}` : ""}`
				: `${content.slug} is up to date`,
			...kept.map((name) => `  left alone, edited here: ${name}`),
		];
		process.stdout.write(`${lines.join("\n")}\n`);
	});
}
