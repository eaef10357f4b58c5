import { beginInvalidation } from "#app/petitions/abuse/invalidations.server.ts";
import type { Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { readArguments, readNumber } from "./arguments.ts";
import { stepByStep } from "./invalidation-steps.ts";
import { told } from "./invalidation-told.ts";
import { withDatabase } from "./with-database.ts";

const usage = "petition resume-invalidation NUMBER";

/** `petition resume-invalidation`: does what was previewed, or goes on with what was interrupted. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const id = readNumber(usage, readArguments(usage, args, { words: 1 }).words[0]);
	await withDatabase(settings, async (db) => {
		await operate(
			db,
			(trx) => beginInvalidation(trx, id),
			() => told("begun", id),
		);
		await stepByStep(db, id);
	});
}
