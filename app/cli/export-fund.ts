import { exportFund, hasPromisedAid } from "#app/fund/surviving/export.server.ts";
import { fundNamed } from "#app/fund/surviving/which.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { recordOperated } from "../organise/audit/operated.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "fund export DIR [--campaign SLUG] [--in-clear]";

/**
 * `fund export DIR`: writes a whole fund as files sealed to COMMITTEE_KEY, or, where it is said, in the clear: who gives,
 * monthly gifts, gifts, every journal, bank lines, what was published.
 */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { words, values, flags } = readArguments(usage, args, { words: 1, values: ["campaign"], flags: ["in-clear"] });
	const [folder = ""] = words;
	const recipient = flags.has("in-clear") ? null : settings.COMMITTEE_KEY;
	if (recipient === undefined)
		throw new SettingError(
			"COMMITTEE_KEY is not set: there is nobody to seal to (--in-clear writes givers' addresses)",
		);
	await withDatabase(settings, async (db) => {
		const campaign = await fundNamed(db, values.campaign);
		if (!campaign) throw new SettingError(`${usage}: name a campaign that has a fund`);
		if (await hasPromisedAid(db, campaign.id))
			throw new SettingError(
				"aid is promised and not paid: pay or cancel it first; nothing was written (docs/surviving.md)",
			);
		await recordOperated(db, {
			act: "fund.exported",
			of: { campaign: campaign.slug },
			about: campaign.slug,
			figures: { file: recipient === null ? "plain" : "sealed" },
		});
		const sha256 = await exportFund(
			{
				db,
				keys: readKeyRing(settings.SECRET_KEYS),
				folder,
				recipient,
				onFile: ({ name, rows }) => process.stderr.write(`${name}: ${rows}\n`),
			},
			campaign,
		);
		process.stdout.write(`${sha256}  manifest.json\n`);
	});
}
