import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerSettings } from "#db/embedded/server.ts";
import { type Embedded, startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";

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
