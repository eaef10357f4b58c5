import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerSettings } from "#db/embedded/server.ts";
import { type Embedded, startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";

/**
 * The settings that Postgres has where nobody changes them, for benches: the embedded server keeps its write-ahead log
 * small, and pays for it.
 */
export const asItComes: ServerSettings = {
	wal_level: "replica",
	max_wal_senders: "10",
	max_wal_size: "1GB",
	min_wal_size: "80MB",
	wal_recycle: "on",
};

/**
 * A migrated Postgres of our own in a folder that goes with it, as durable as the product's.
 * @param settings of Postgres that differ from the embedded server's
 */
export async function startPostgres(settings: ServerSettings = {}): Promise<Embedded> {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-bench-"));
	const postgres = await startEmbedded(dir, settings);
	await migrate(postgres.url);
	return {
		url: postgres.url,
		async stop() {
			await postgres.stop();
			await rm(dir, { recursive: true, force: true });
		},
	};
}
