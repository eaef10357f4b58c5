import { addBlock } from "#app/petitions/abuse/blocks.server.ts";
import { readBlock } from "#app/petitions/abuse/read-block.server.ts";
import { addressKey } from "#emails/address-key.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { firstLine } from "./first-line.ts";
import { withDatabase } from "./with-database.ts";

const usage = "block add network|domain|address VALUE --reason TEXT [--until DAY]";

/** `block add`: VALUE may be `-`, read from standard input, so that an address stays out of the shell's history. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { words, values } = readArguments(usage, args, { words: 2, values: ["reason", "until"] });
	const [kind = "", value = ""] = words;
	const { reason, until } = values;
	if (!reason) throw new SettingError(`${usage}: --reason is missing`);
	if (until !== undefined && !/^\d{4}-\d\d-\d\d$/.test(until)) throw new SettingError(`${usage}: --until 2026-12-31`);
	const blocked = readBlock(kind, value === "-" ? await firstLine() : value);
	if ("refused" in blocked) throw new SettingError(`${usage}: ${blocked.refused}`);
	await withDatabase(settings, async (db) => {
		const key = await addressKey(db, readKeyRing(settings.SECRET_KEYS));
		const id = await operate(
			db,
			(trx) => addBlock(trx, key, blocked, { reason, until }),
			(number) => ({ act: "block.added", about: String(number), figures: { kind: blocked.kind } }),
		);
		process.stdout.write(`block ${id} holds within seconds; block remove ${id} ends it\n`);
	});
}
