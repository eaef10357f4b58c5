import { open } from "node:fs/promises";
import { gapsOf } from "#app/fund/bank/balances.server.ts";
import { importStatement } from "#app/fund/bank/import.server.ts";
import { MOST_BYTES, readStatement } from "#app/fund/bank/read-statement.server.ts";
import { fundNamed } from "#app/fund/surviving/which.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { recordOperated } from "../organise/audit/operated.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { mailOrigin } from "./mail-origin.ts";
import { withDatabase } from "./with-database.ts";

const usage = "fund import-statement SLUG FILE [--other-account]";

/** `fund import-statement SLUG FILE`: brings a bank's camt.053 or CSV into the books, each line once. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { words, flags } = readArguments(usage, args, { words: 2, flags: ["other-account"] });
	const [slug = "", file = ""] = words;
	const statement = await readStatement(await bytesOf(file));
	if ("refused" in statement) {
		const at = "lines" in statement ? ` ${statement.lines.slice(0, 20).join(", ")}` : "";
		throw new SettingError(`${file}: ${statement.refused}${at}; nothing was written (docs/bank.md)`);
	}
	await withDatabase(settings, async (db) => {
		const fund = await fundNamed(db, slug);
		if (!fund) throw new SettingError(`${usage}: ${slug} has no fund`);
		const bank = { db, keys: readKeyRing(settings.SECRET_KEYS), origin: mailOrigin(settings) };
		const bringing = { campaignId: fund.id, actor: null, otherAccount: flags.has("other-account"), onProgress };
		const came = await importStatement(bank, statement, bringing);
		if ("refused" in came)
			throw new SettingError(
				`${file} is of another account than givers are shown: --other-account; nothing was written`,
			);
		await recordOperated(db, { act: "bank.imported", of: { campaign: slug }, about: slug, figures: { ...came } });
		for (const [what, count] of Object.entries(came)) process.stdout.write(`${what}: ${count}\n`);
		for (const { currency, after, before } of await gapsOf(db, fund.id))
			process.stdout.write(`statements are missing between ${after} and ${before} (${currency})\n`);
	});
}

function onProgress(done: number, lines: number): void {
	process.stderr.write(`${done}/${lines}\n`);
}

/** A file, or one byte more than is taken of one that is too large. */
async function bytesOf(path: string): Promise<Buffer> {
	const file = await open(path).catch(() => undefined);
	if (!file) throw new SettingError(`${usage}: there is no ${path}`);
	try {
		const buffer = Buffer.alloc(MOST_BYTES + 1);
		let length = 0;
		for (;;) {
			const { bytesRead } = await file.read(buffer, length, buffer.length - length);
			if (bytesRead === 0) return buffer.subarray(0, length);
			length += bytesRead;
		}
	} finally {
		await file.close();
	}
}
