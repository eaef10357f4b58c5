import { setTimeout } from "node:timers/promises";
import { Kysely, Migrator, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { APP_ROLE } from "./client.ts";
import { installJobs } from "./jobs/install.ts";
import { isConcurrent, provider } from "./migrations.ts";

/** Times that a migration which waited too long for a table is tried again, and milliseconds between two. */
const AGAIN = 20;
const PAUSE_MS = 500;

/**
 * Brings the schema up to date and lets the application's user become the role without DDL. Each migration has its own
 * transaction, so that none holds a table for longer than it needs; those of large indexes have none.
 * @param ownerUrl a user that may create tables and roles
 * @param appUrl the user of web and worker, when it is another one
 * @returns the names of the migrations that ran, oldest first; none when there was nothing to do
 */
export async function migrate(ownerUrl: string, appUrl = ownerUrl): Promise<string[]> {
	const pool = new pg.Pool({ connectionString: ownerUrl, max: 1, options: "-c timezone=UTC" });
	// Whoever waits for the next statement hears of it; without a listener the process would end before.
	pool.on("error", () => undefined);
	pool.on("connect", (client) => void client.on("error", () => undefined));
	const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
	try {
		await takeTurn(db);
		await createAppRole(db, new URL(appUrl).username);
		const ran = await runAll(db);
		await installJobs(pool);
		return ran;
	} finally {
		await db.destroy();
	}
}

/**
 * One migrates at a time, until its connection ends. Asked for again and again: whoever waits within a statement is
 * waited for by an index that is built concurrently, and both would wait for ever.
 */
async function takeTurn(db: Kysely<unknown>): Promise<void> {
	for (;;) {
		const { rows } = await sql<{ mine: boolean }>`
			select pg_try_advisory_lock(hashtext('yntymaq migrations')) as mine`.execute(db);
		if (rows[0]?.mine) return;
		await setTimeout(PAUSE_MS);
	}
}

async function runAll(db: Kysely<unknown>): Promise<string[]> {
	const ran: string[] = [];
	for (let again = 0; ; ) {
		const next = (await new Migrator({ db, provider }).getMigrations()).find(({ executedAt }) => !executedAt);
		const disableTransactions = isConcurrent(next?.name ?? "");
		const { error, results = [] } = await new Migrator({ db, provider, disableTransactions }).migrateUp();
		if (error && !(waitedTooLong(error) && again++ < AGAIN)) throw error;
		if (error) await setTimeout(PAUSE_MS);
		else if (results.length === 0) return ran;
		else ran.push(...results.map(({ migrationName }) => migrationName));
	}
}

/** SQLSTATE 55P03 (Postgres, appendix A): lock not available. */
function waitedTooLong(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "55P03";
}

/** Roles belong to the whole server, so another database's migration may have made ours, or be making it now. */
async function createAppRole(db: Kysely<unknown>, appUser: string) {
	await sql`
		do $$ begin
			if not exists (select from pg_roles where rolname = ${sql.lit(APP_ROLE)}) then
				create role ${sql.id(APP_ROLE)} nologin;
			end if;
		exception when duplicate_object or unique_violation then null;
		end $$`.execute(db);
	const { rows } = await sql<{ owner: string }>`select current_user as owner`.execute(db);
	for (const user of new Set([rows[0]?.owner, decodeURIComponent(appUser)])) {
		if (!user) continue;
		// Not 'member': since Postgres 16 whoever creates a role is its member, but may not become it.
		const { rows } = await sql<{ may: boolean }>`select pg_has_role(${user}, ${APP_ROLE}, 'usage') as may`.execute(db);
		// Granting again takes a lock that two starts at once would fight over.
		if (!rows[0]?.may) await sql`grant ${sql.id(APP_ROLE)} to ${sql.id(user)}`.execute(db);
	}
	await sql`grant usage on schema public to ${sql.id(APP_ROLE)}`.execute(db);
}
