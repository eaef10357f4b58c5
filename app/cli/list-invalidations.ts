import { listInvalidations } from "#app/petitions/abuse/invalidations.server.ts";
import type { Settings } from "../env.server.ts";
import { readArguments } from "./arguments.ts";
import { sayOf } from "./invalidation-steps.ts";
import { withDatabase } from "./with-database.ts";

/** `petition invalidations SLUG`: what was taken out of a petition by rule, newest first. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const [slug = ""] = readArguments("petition invalidations SLUG", args, { words: 1 }).words;
	await withDatabase(settings, async (db) => {
		for (const invalidation of await listInvalidations(db, slug))
			process.stdout.write(`${sayOf(invalidation)}  since ${invalidation.createdOn}\n`);
	});
}
