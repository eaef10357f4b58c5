import { CompiledQuery, type Kysely, type Migration, type MigrationProvider, sql } from "kysely";

// Bundled at build time, so that production needs neither a TypeScript loader nor the .sql files.
const files = import.meta.glob<string>("./migrations/*.sql", { query: "?raw", import: "default", eager: true });

/** Whoever waits for a table keeps all who come later waiting too: it gives up and tries again. */
const WAIT_FOR_LOCKS = "3s";

/** The files of `db/migrations`, by their names without `.sql`. */
export const provider: MigrationProvider = {
	getMigrations: async () =>
		Object.fromEntries(
			Object.entries(files).map(([path, text]): [string, Migration] => {
				const name = path.replace(/^.*\/|\.sql$/g, "");
				return [name, { up: (db) => (isConcurrent(name) ? oneByOne(db, text) : atOnce(db, text)) }];
			}),
		),
};

/** Whether a migration runs outside a transaction: `*.concurrent.sql`, for the indexes of large tables. */
export function isConcurrent(name: string): boolean {
	return name.endsWith(".concurrent");
}

/** Without parameters pg speaks the simple protocol: one file, many statements. */
async function atOnce(db: Kysely<unknown>, text: string): Promise<void> {
	await db.executeQuery(CompiledQuery.raw(`set local lock_timeout = '${WAIT_FOR_LOCKS}';\n${text}`));
}

/**
 * Each statement by itself, and each may have been run before: an index whose building was interrupted is there and is
 * not valid (Postgres, CREATE INDEX, "Building Indexes Concurrently"), so it goes and is built anew.
 */
async function oneByOne(db: Kysely<unknown>, text: string): Promise<void> {
	for (const statement of statementsOf(text)) {
		const index = /^create (?:unique )?index concurrently (\w+)/.exec(statement)?.[1];
		const valid = index === undefined ? undefined : await validityOf(db, index);
		if (valid) continue;
		if (index && valid === false) await sql`drop index concurrently ${sql.id(index)}`.execute(db);
		await db.executeQuery(CompiledQuery.raw(statement));
	}
}

/** @returns undefined where there is no such index */
async function validityOf(db: Kysely<unknown>, index: string): Promise<boolean | undefined> {
	const { rows } = await sql<{ valid: boolean }>`
		select indisvalid as valid from pg_index where indexrelid = to_regclass(${index})`.execute(db);
	return rows[0]?.valid;
}

/** A concurrent file's statements: each ends its line with `;`, and comments have lines of their own. */
function statementsOf(text: string): string[] {
	return text
		.replace(/^--.*$/gm, "")
		.split(/;\s*$/m)
		.map((statement) => statement.trim())
		.filter((statement) => statement !== "");
}
