import { cancelInvalidation } from "#app/petitions/abuse/invalidations.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { readArguments, readNumber } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "petition cancel-invalidation NUMBER";

/** `petition cancel-invalidation`: ends one that runs, here or elsewhere, or was only previewed. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const id = readNumber(usage, readArguments(usage, args, { words: 1 }).words[0]);
	await withDatabase(settings, async (db) => {
		if (!(await cancelInvalidation(db, id))) throw new SettingError(`invalidation ${id} does not run`);
		process.stdout.write(
			`invalidation ${id} is cancelled; petition undo-invalidation ${id} brings back what it took\n`,
		);
	});
}
