import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCampaign } from "#app/campaigns/content/read-campaign.server.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { recordConsentTexts } from "#app/consent/texts.server.ts";
import { openPetition } from "#app/petitions/open.server.ts";
import { connect } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { arrange } from "#tests/support/address-states.ts";
import { databaseAt, type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";

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

test("an index of a large table is built while people sign, anew where it was interrupted, and once by two who migrate", async () => {
	const name = `large_${process.pid}`;
	await sql.raw(`create database ${name} template template0`).execute(database.owner);
	const url = Object.assign(new URL(database.url), { pathname: `/${name}` }).href;
	const { owner: db, db: site, drop } = databaseAt(url, async () => undefined);
	const index = async () => {
		const { rows } = await sql<{ valid: boolean }>`
			select indisvalid as valid from pg_index where indexrelid = to_regclass('signatures_listed')`.execute(db);
		return rows.map(({ valid }) => valid);
	};
	const building = async () => {
		const { rows } = await sql<{ pid: number }>`
			select pid from pg_stat_activity where datname = current_database() and state = 'active'
				and wait_event_type = 'Lock' and query like 'create index concurrently signatures_listed %'`.execute(db);
		return rows.map(({ pid }) => pid);
	};
	// Something has its name: so far and no further.
	await sql`create table signatures_listed (n int)`.execute(db);
	const both = await Promise.allSettled([migrate(url), migrate(url)]);
	expect(both.map((one) => one.status === "rejected" && String(one.reason))).toEqual([
		expect.stringContaining("already exists"),
		expect.stringContaining("already exists"),
	]);
	await sql`drop table signatures_listed`.execute(db);
	const content = await readCampaign("db/content/zhanaozen", "db/samples/zhanaozen");
	await importCampaign(site, keys, content, { sample: true });
	await openPetition(site, content.petition ?? "");
	await recordConsentTexts(site);

	// A signature that is not finished: the index waits for it.
	await site.transaction().execute(async (trx) => {
		await sql`lock table signatures in row exclusive mode`.execute(trx);
		const stopped = migrate(url).catch(() => "interrupted");
		await expect.poll(building).toHaveLength(1);
		await arrange(site, keys, "confirmed", "meanwhile@example.org");
		const [pid] = await building();
		await sql`select pg_terminate_backend(${pid})`.execute(db);
		expect(await stopped).toBe("interrupted");
	});
	expect(await index()).toEqual([false]);

	const ran = await Promise.all([migrate(url), migrate(url)]);
	expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
	expect(ran.flat().slice(0, 2)).toEqual(["0023_large_tables.concurrent", "0024_consents_key"]);
	expect(await index()).toEqual([true]);
	await drop();
	await sql.raw(`drop database ${name} with (force)`).execute(database.owner);
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
