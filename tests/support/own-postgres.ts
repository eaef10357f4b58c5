import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { databaseAt, type TestDatabase } from "./database.ts";

/** A Postgres that belongs to one test file, to be stopped and started under the product's feet. */
export interface OwnPostgres {
	database: TestDatabase;
	/** Ends every session and the server. */
	stop(): Promise<void>;
	/** Starts it again where it was. */
	start(): Promise<void>;
	/** Stops it and removes its folder. */
	remove(): Promise<void>;
}

/** @param settings of Postgres that differ from the embedded server's */
export async function ownPostgres(settings: Record<string, string> = {}): Promise<OwnPostgres> {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-postgres-"));
	const quick = { fsync: "off", full_page_writes: "off", ...settings };
	let server = await startEmbedded(dir, quick);
	await migrate(server.url);
	const { url } = server;
	return {
		database: databaseAt(url, async () => undefined),
		stop: () => server.stop(),
		async start() {
			server = await startEmbedded(dir, { ...quick, port: new URL(url).port });
		},
		async remove() {
			await server.stop();
			await rm(dir, { recursive: true, force: true });
		},
	};
}
