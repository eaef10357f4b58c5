import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { isLock, removeLock } from "../organise/locks/locks.server.ts";
import { readArguments } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "lock lift sessions|mail";

/** `lock lift`: the way out when two organisers cannot agree, or somebody locks again and again. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const [what = ""] = readArguments(usage, args, { words: 1 }).words;
	if (!isLock(what)) throw new SettingError(`npm run yntymaq -- ${usage}`);
	await withDatabase(settings, async (db) => {
		const lifted = await operate(
			db,
			(trx) => removeLock(trx, what),
			(done) => (done ? { act: "lock.lifted", about: what } : null),
		);
		process.stdout.write(lifted ? `${what}: no longer locked\n` : `${what}: was not locked\n`);
	});
}
