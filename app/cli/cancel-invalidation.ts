import { cancelInvalidation } from "#app/petitions/abuse/invalidations.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { readArguments, readNumber } from "./arguments.ts";
import { told } from "./invalidation-told.ts";
import { withDatabase } from "./with-database.ts";

const usage = "petition cancel-invalidation NUMBER";

/** `petition cancel-invalidation`: ends one that runs, here or elsewhere, or was only previewed. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const id = readNumber(usage, readArguments(usage, args, { words: 1 }).words[0]);
	await withDatabase(settings, async (db) => {
		const cancelled = await operate(
			db,
			(trx) => cancelInvalidation(trx, id),
			(did) => (did ? told("cancelled", id) : null),
		);
		if (!cancelled) throw new SettingError(`invalidation ${id} does not run`);
		process.stdout.write(
			`invalidation ${id} is cancelled; petition undo-invalidation ${id} brings back what it took\n`,
		);
	});
}
