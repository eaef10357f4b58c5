import { rm } from "node:fs/promises";
import { sql } from "kysely";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { databaseAt, type TestDatabase } from "./database.ts";
import { until } from "./mail.ts";
import { scratchFolder } from "./scratch.ts";

/** A Postgres that belongs to one test file, to be stopped and started under the product's feet. */
export interface OwnPostgres {
	database: TestDatabase;
	/** Ends every session and the server. */
	stop(): Promise<void>;
	/** Kills it in the middle of whatever it does: what it had not committed is lost. */
	kill(): Promise<void>;
	/** Starts it again where it was. */
	start(): Promise<void>;
	/** Stops it and removes its folder. */
	remove(): Promise<void>;
}

/** @param settings of Postgres that differ from the embedded server's */
export async function ownPostgres(settings: Record<string, string> = {}): Promise<OwnPostgres> {
	const dir = await scratchFolder("yntymaq-postgres-");
	const quick = { fsync: "off", full_page_writes: "off", ...settings };
	let server = await startEmbedded(dir, quick);
	await migrate(server.url);
	const { url } = server;
	const database = databaseAt(url, async () => undefined);
	return {
		database,
		stop: () => server.stop(),
		async kill() {
			const { rows } = await sql<{ pid: number }>`
				select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)::int as pid`.execute(database.owner);
			const pid = rows[0]?.pid ?? 0;
			// What a crash does, to all its processes at once (Postgres, "Shutting Down the Server").
			process.kill(pid, "SIGQUIT");
			await until(() => gone(pid), "Postgres is gone");
		},
		async start() {
			server = await startEmbedded(dir, { ...quick, port: new URL(url).port });
		},
		async remove() {
			await server.stop();
			await rm(dir, { recursive: true, force: true });
		},
	};
}

function gone(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return false;
	} catch {
		return true;
	}
}
