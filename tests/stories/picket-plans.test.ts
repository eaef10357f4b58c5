import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { feedPickets } from "#app/pickets/feeds/feed.server.ts";
import { dueReminder } from "#app/pickets/hearing/remind.server.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { plantPickets } from "#tests/support/many-pickets.ts";
import { makePicket } from "#tests/support/pickets.ts";

// What is asked each second, and by each calendar, among five thousand pickets.

const now = new Date("2026-11-23T10:00:00Z");
let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
	await makePicket(base.owner, keys, { slug: "first" });
	await plantPickets(base.owner, 5_000);
});
afterAll(() => base.drop());

test("the reminders that are due are found among what begins soon, not among all that are to come", async () => {
	await sql`insert into picket_reminders (picket_id, minutes_before)
		select id, minutes from pickets, unnest(array[1440, 120]) minutes`.execute(base.owner);
	await sql`analyze picket_reminders`.execute(base.owner);
	const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${dueReminder}`.execute(base.db);
	const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
	expect(plan).toContain("pickets_starting");
	expect(plan).not.toMatch(/Seq Scan on (pickets|picket_reminders)/);
});

test("a feed that is full still has what was called off, however far away; the furthest is left out", async () => {
	const year = { startsLocal: "2028-12-16T12:00", endsLocal: "2028-12-16T14:00" };
	await makePicket(base.owner, keys, { slug: "far-and-off", state: "cancelled", facts: year });
	await makePicket(base.owner, keys, { slug: "far", facts: year });
	await sql`update pickets set cancelled_at = ${now} where slug = 'far-and-off'`.execute(base.owner);
	const log = { debug() {}, info() {}, warn() {}, error() {} };
	const slugs = (await feedPickets(base.db, log as never, now)).map(({ slug }) => slug);
	expect([slugs.length, slugs.includes("far-and-off"), slugs.includes("first"), slugs.includes("far")]).toEqual([
		2_000,
		true,
		true,
		false,
	]);
});
