import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "./support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

test("db/schema.ts describes the migrated database (npm run schema writes it anew)", async () => {
	const { stdout } = await promisify(execFile)("node_modules/.bin/kysely-codegen", ["--verify", "--url", database.url]);
	expect(stdout).toContain("up-to-date");
});

test("the application's role changes no table and no append-only row", async () => {
	const denied = { code: "42501" };
	const { rows } = await database.db.executeQuery<{ who: string }>(
		(await import("kysely")).CompiledQuery.raw("select current_user as who"),
	);
	expect(rows).toEqual([{ who: "yntymaq_app" }]);
	await expect(database.db.schema.createTable("mine").execute()).rejects.toMatchObject(denied);
	await expect(database.db.deleteFrom("erasures").execute()).rejects.toMatchObject(denied);
	await expect(database.owner.deleteFrom("erasures").execute()).resolves.toBeDefined();
	// Which migrations have run is the owner's to write: whoever takes the site over does not make it forget one.
	for (const table of ["kysely_migration", "kysely_migration_lock"])
		await expect(sql`delete from ${sql.table(table)}`.execute(database.db)).rejects.toMatchObject(denied);
	await expect(sql`select from kysely_migration`.execute(database.db)).resolves.toBeDefined();
});
