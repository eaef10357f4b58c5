import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";

/** What a drill, `bench/drills/NAME.ts`, gives back from its `run(args)`. */
export interface Drilled {
	/** Every bar was met. */
	passed: boolean;
	/** What was measured, for bench/results/drill-NAME.json. */
	figures: Record<string, number | string | boolean>;
}

/**
 * Runs a drill on a Postgres of its own, migrated and empty, in a folder that is removed afterwards.
 * @param settings of Postgres; durable by default, as in production
 * @param work takes the address of the database, as superuser
 */
export async function withPostgres<Result>(
	settings: Record<string, string>,
	work: (url: string) => Promise<Result>,
): Promise<Result> {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-drill-"));
	const postgres = await startEmbedded(dir, settings);
	try {
		await migrate(postgres.url);
		return await work(postgres.url);
	} finally {
		await postgres.stop();
		await rm(dir, { recursive: true, force: true });
	}
}

/** A line on standard error about how far long work has come, at most one a second. */
export function progress(): (text: string) => void {
	let last = Number.NEGATIVE_INFINITY;
	return (text) => {
		if (performance.now() - last < 1_000) return;
		last = performance.now();
		process.stderr.write(`${text}\n`);
	};
}
