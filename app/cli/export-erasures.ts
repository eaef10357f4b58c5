import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Settings } from "../env.server.ts";
import { erasures } from "../my/erasures.server.ts";
import { readArguments } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "erasures export FILE";

/** `erasures export FILE`: writes the erasure ledger as lines of JSON, whole or not at all, to be kept beside the backups. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const [file = ""] = readArguments(usage, args, { words: 1 }).words;
	await withDatabase(settings, async (db) => {
		let lines = 0;
		const text = Readable.from(
			(async function* () {
				for await (const erasure of erasures(db)) {
					lines++;
					yield `${JSON.stringify(erasure)}\n`;
				}
			})(),
		);
		await pipeline(text, createWriteStream(`${file}.part`, { mode: 0o600 }));
		await rename(`${file}.part`, file);
		process.stdout.write(`${lines} erasures written to ${file}\n`);
	});
}
