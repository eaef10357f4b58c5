import { beginUndoing } from "#app/petitions/abuse/invalidations.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { readArguments, readNumber } from "./arguments.ts";
import { stepByStep } from "./invalidation-steps.ts";
import { told } from "./invalidation-told.ts";
import { withDatabase } from "./with-database.ts";

const usage = "petition undo-invalidation NUMBER";

/** `petition undo-invalidation`: gives each signature the state that it had; who has withdrawn stays withdrawn. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const id = readNumber(usage, readArguments(usage, args, { words: 1 }).words[0]);
	await withDatabase(settings, async (db) => {
		const begun = await operate(
			db,
			(trx) => beginUndoing(trx, id),
			(did) => (did ? told("undone", id) : null),
		);
		if (!begun) throw new SettingError(`invalidation ${id} has nothing to undo`);
		await stepByStep(db, id);
	});
}
