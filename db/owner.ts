import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Db } from "./client.ts";
import type { DB } from "./schema.ts";

/**
 * A pool of sessions that own the schema, for what the application's role may not do. Nothing that answers a request has one.
 * @param url as `migrate` takes it
 */
export function connectOwner(url: string): Db {
	const pool = new pg.Pool({ connectionString: url, max: 2, options: "-c timezone=UTC" });
	// Whoever waits for the next statement hears of it; without a listener the process would end before.
	pool.on("error", () => undefined);
	pool.on("connect", (client) => void client.on("error", () => undefined));
	return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
