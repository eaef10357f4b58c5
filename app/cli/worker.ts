import type { Settings } from "../env.server.ts";
import { logger } from "../log.ts";
import { live } from "./life.ts";
import { sharedDatabase } from "./shared-database.ts";
import { serveWorker } from "./work.ts";

/** `worker`: the mail alone, one of any number of processes on one Postgres. */
export async function run(_args: string[], settings: Settings): Promise<void> {
	const log = logger(settings.LOG_LEVEL);
	await live(log, async (life) => {
		await serveWorker({ settings, log, life, databaseUrl: sharedDatabase(settings) });
		process.stdout.write(`Yntymaq ${settings.version}, worker\n`);
	});
}
