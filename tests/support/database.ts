import { randomBytes } from "node:crypto";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { inject } from "vitest";
import { connect, type Db } from "#db/client.ts";
import type { DB } from "#db/schema.ts";
import { asAdministrator, createDatabase, databaseOf, withDatabase } from "./create-database.ts";

/** A database that belongs to one test file. */
export interface TestDatabase {
	/** As superuser; what DATABASE_URL would be. */
	url: string;
	/** As web and worker have it: without DDL, without UPDATE and DELETE where a table is append-only. */
	db: Db;
	/** As superuser, to arrange what the product itself cannot. */
	owner: Db;
	/** Closes both and removes the database, whoever is still connected. */
	drop(): Promise<void>;
}

/** Copies the migrated database of the run. Call it in `beforeAll`, `drop` in `afterAll`. */
export function testDatabase(): Promise<TestDatabase> {
	return copied(inject("templateUrl"));
}

/** Copies the run's demonstration, whose rows are sealed by `inject("demonstration").secretKeys`. */
export function demonstrationDatabase(): Promise<TestDatabase> {
	return copied(inject("demonstration").templateUrl);
}

/**
 * A migrated database wherever it is.
 * @param gone removes it, once nobody of ours is connected
 */
export function databaseAt(url: string, gone: () => Promise<void>): TestDatabase {
	const db = connect(url, { max: 10, statementTimeout: 5_000, onError: () => {} });
	const pool = new pg.Pool({ connectionString: url, max: 5, options: "-c timezone=UTC" });
	pool.on("error", () => {});
	const owner = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
	return {
		url,
		db,
		owner,
		async drop() {
			await Promise.all([db.destroy(), owner.destroy()]);
			await gone();
		},
	};
}

/** A copy of a test's database as it is now: what a backup would be, restored elsewhere. */
export async function copyOf({ url }: Pick<TestDatabase, "url">): Promise<TestDatabase> {
	// Its own pools connect again by themselves.
	const sessions = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${databaseOf(url)}'`;
	await asAdministrator(url, sessions);
	return copied(url);
}

async function copied(template: string): Promise<TestDatabase> {
	const name = `t_${randomBytes(6).toString("hex")}`;
	const url = withDatabase(template, name);
	await createDatabase(url, template);
	return databaseAt(url, () => asAdministrator(template, `drop database ${name} with (force)`));
}
