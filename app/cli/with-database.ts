import { connect, type Db } from "#db/client.ts";
import type { Settings } from "../env.server.ts";
import { sharedDatabase } from "./shared-database.ts";

/** Runs one command on the shared Postgres and closes its connections. */
export async function withDatabase(settings: Settings, work: (db: Db) => Promise<void>): Promise<void> {
	const db = connect(sharedDatabase(settings), { max: 2, statementTimeout: 60_000, onError: () => undefined });
	try {
		await work(db);
	} finally {
		await db.destroy();
	}
}
