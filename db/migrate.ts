import { CompiledQuery, Kysely, type Migration, Migrator, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { APP_ROLE } from "./client.ts";

// Bundled at build time, so that production needs neither a TypeScript loader nor the .sql files.
const files = import.meta.glob<string>("./migrations/*.sql", { query: "?raw", import: "default", eager: true });

const provider = {
	getMigrations: async () =>
		Object.fromEntries(
			Object.entries(files).map(([path, text]): [string, Migration] => [
				path.replace(/^.*\/|\.sql$/g, ""),
				// Without parameters pg speaks the simple protocol: one file, many statements.
				{ up: async (db) => void (await db.executeQuery(CompiledQuery.raw(text))) },
			]),
		),
};

/**
 * Brings the schema up to date and lets the application's user become the role without DDL.
 * @param ownerUrl a user that may create tables and roles
 * @param appUrl the user of web and worker, when it is another one
 * @returns the names of the migrations that ran, oldest first; none when there was nothing to do
 */
export async function migrate(ownerUrl: string, appUrl = ownerUrl): Promise<string[]> {
	const pool = new pg.Pool({ connectionString: ownerUrl, max: 1, options: "-c timezone=UTC" });
	// Whoever waits for the next statement hears of it; without a listener the process would end before.
	pool.on("error", () => undefined);
	const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
	try {
		await createAppRole(db, new URL(appUrl).username);
		const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
		if (error) throw error;
		return results.map(({ migrationName }) => migrationName);
	} finally {
		await db.destroy();
	}
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
