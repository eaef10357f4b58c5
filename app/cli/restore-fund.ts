import { readFile } from "node:fs/promises";
import { type Restored, restoreFund } from "#app/fund/surviving/restore.server.ts";
import { connectOwner } from "#db/owner.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { recordOperated } from "../organise/audit/operated.server.ts";
import { isIdentity } from "../seal/identity.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { sharedDatabase } from "./shared-database.ts";

const usage = "fund restore DIR [--identity FILE] [--manifest SHA256]";

/**
 * `fund restore DIR`: brings a fund back from its export into an installation that has the campaign and nothing of its fund.
 * Files that are sealed need the committee's identity; `--manifest` is what the export printed.
 */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { words, values } = readArguments(usage, args, { words: 1, values: ["identity", "manifest"] });
	const [path = ""] = words;
	const identity = values.identity === undefined ? null : await identityIn(values.identity);
	const db = connectOwner(settings.DATABASE_OWNER_URL ?? sharedDatabase(settings));
	try {
		const restored = await restoreFund({
			db,
			keys: readKeyRing(settings.SECRET_KEYS),
			folder: { path, identity },
			...(values.manifest !== undefined && { expected: values.manifest }),
			onProgress: (file, rows) => process.stderr.write(`${file}: ${rows}\n`),
		});
		if (restored.state !== "done") throw new SettingError(`fund restore: ${saidOf(restored)}`);
		await recordOperated(db, { act: "fund.restored", figures: { journals: restored.journals } });
		process.stdout.write(`restored: ${restored.journals} journals, and their chain is that of the export\n`);
	} finally {
		await db.destroy();
	}
}

/** The first identity in a file as age-keygen writes it: lines that begin with # are remarks. */
async function identityIn(file: string): Promise<string> {
	const text = await readFile(file, "utf8").catch(() => "");
	const identity = text
		.split("\n")
		.map((line) => line.trim())
		.find((line) => line && !line.startsWith("#"));
	if (identity === undefined || !isIdentity(identity))
		throw new SettingError(`${usage}: there is no identity of age in ${file}`);
	return identity;
}

function saidOf(restored: Exclude<Restored, { state: "done" }>): string {
	switch (restored.state) {
		case "broken":
			return `${restored.file} is missing, torn or changed, or needs --identity; nothing was written`;
		case "promised":
			return "aid is promised in its books and not paid, and whom it is for stayed behind: export it anew once it is paid or cancelled; nothing was written";
		case "no campaign":
			return `there is no campaign ${restored.slug}: campaign import brings it in first; nothing was written`;
		case "not empty":
			return `the fund of ${restored.slug} has something already; nothing was written`;
		case "differs":
			return "everything was written, and the chain of the books is another than the export's: use nothing of it";
	}
}
