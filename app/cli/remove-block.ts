import { removeBlock } from "#app/petitions/abuse/blocks.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { readArguments, readNumber } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "block remove NUMBER";

/** `block remove`: ends a block; what it has quarantined stays so. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const id = readNumber(usage, readArguments(usage, args, { words: 1 }).words[0]);
	await withDatabase(settings, async (db) => {
		const removed = await operate(
			db,
			(trx) => removeBlock(trx, id),
			(did) => (did ? { act: "block.removed", about: String(id) } : null),
		);
		if (!removed) throw new SettingError(`there is no block ${id}: block list`);
		process.stdout.write(`block ${id} has ended; what it quarantined stays so\n`);
	});
}
