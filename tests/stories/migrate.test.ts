import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
const owner = `owner_${process.pid}`;
const own = `owned_${process.pid}`;
beforeAll(async () => {
	database = await testDatabase();
	await sql.raw(`create role ${owner} login createrole password 'x'`).execute(database.owner);
	await sql.raw(`grant yntymaq_app to ${owner} with admin option`).execute(database.owner);
	await sql.raw(`revoke inherit option for yntymaq_app from ${owner}`).execute(database.owner);
	await sql.raw(`revoke set option for yntymaq_app from ${owner}`).execute(database.owner);
	await sql.raw(`create database ${own} owner ${owner}`).execute(database.owner);
});
afterAll(async () => {
	await sql.raw(`drop database ${own} with (force)`).execute(database.owner);
	await sql.raw(`drop role ${owner}`).execute(database.owner);
	await database.drop();
});

test("an owner who is no superuser migrates, and the site then works as the role without DDL", async () => {
	const url = Object.assign(new URL(database.url), { pathname: `/${own}`, username: owner, password: "x" }).href;
	expect((await migrate(url)).length).toBeGreaterThan(0);
	expect(await migrate(url)).toEqual([]);
	const db = connect(url, { max: 1, statementTimeout: 5_000, onError: () => undefined });
	const { rows } = await sql<{ role: string }>`select current_user as role`.execute(db);
	expect(rows).toEqual([{ role: "yntymaq_app" }]);
	await expect(sql`create table no_ddl (n int)`.execute(db)).rejects.toThrow(/permission denied/);
	await expect(sql`delete from erasures`.execute(db)).rejects.toThrow(/permission denied/);
	await db.destroy();
});
