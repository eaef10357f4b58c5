import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Settings } from "#app/env.server.ts";
import {
	attend,
	attendeesSettings,
	change,
	edit,
	hoursPass,
	inHours,
	minutesPass,
	post,
	promised,
	work,
} from "#tests/support/attendees.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { sealRsvps } from "#tests/support/many-attendees.ts";
import { makePicket } from "#tests/support/pickets.ts";

let base: TestDatabase;
let settings: Settings;
beforeAll(async () => {
	base = await testDatabase();
	settings = await attendeesSettings();
});
afterAll(() => base.drop());
beforeEach(async () => {
	await sql`truncate picket_rsvps, picket_announcements, picket_reminders, picket_facts, picket_mails,
		email_deliveries cascade`.execute(base.owner);
	await sql`delete from pickets`.execute(base.owner);
});

const inTwoDays = () => makePicket(base.db, keys, { facts: inHours(48) });
const reminded = async () => (await promised(base, "picket-reminder")).map(({ to }) => to).sort();
const pass = async (hours: number) => {
	await hoursPass(base, hours);
	await work(base, settings);
};
const still = async () => {
	const rows = await base.owner
		.selectFrom("picket_reminders")
		.orderBy("minutes_before")
		.select("minutes_before")
		.execute();
	return rows.map(({ minutes_before }) => minutes_before);
};

test("who confirmed an address is reminded a day and two hours before, and nobody else", async () => {
	const picket = await inTwoDays();
	await attend(base, picket, { email: "sam@example.org", party: 2 });
	await attend(base, picket, { email: "hears@example.org" });
	await post(base, picket, { email: "pending@example.org" });
	await post(base, picket, { party: 3 });
	await pass(23);
	expect(await reminded()).toEqual([]);
	await pass(2);
	expect(await reminded()).toEqual(["hears@example.org", "sam@example.org"]);
	await pass(20);
	expect(await reminded()).toHaveLength(2);
	await pass(2);
	expect(await reminded()).toHaveLength(4);
	await pass(0.5);
	expect(await reminded()).toHaveLength(4);
	expect(await still()).toEqual([]);
});

test("they move with the picket, and nobody gets the same one twice", async () => {
	const picket = await inTwoDays();
	await attend(base, picket, { email: "sam@example.org" });
	await pass(25);
	expect(await reminded()).toHaveLength(1);
	await edit(base, picket, inHours(72));
	await minutesPass(base, 10);
	await work(base, settings);
	await attend(base, picket, { email: "later@example.org" });
	await pass(23);
	expect(await reminded()).toHaveLength(1);
	// A day before the new time: only who has not had it.
	await pass(26);
	expect(await reminded()).toEqual(["later@example.org", "sam@example.org"]);
	await pass(21.5);
	expect(await reminded()).toHaveLength(4);
});

test("who joins when the reminder is over gets the next one", async () => {
	const picket = await inTwoDays();
	await pass(30);
	await attend(base, picket, { email: "late@example.org" });
	await work(base, settings);
	expect(await reminded()).toEqual([]);
	await pass(17);
	expect(await reminded()).toEqual(["late@example.org"]);
});

test("a worker that was away sends the one that still helps, and none after the start", async () => {
	const picket = await inTwoDays();
	await attend(base, picket, { email: "sam@example.org" });
	await pass(47);
	expect(await reminded()).toHaveLength(1);
	expect(await still()).toEqual([]);
	const other = await inTwoDays();
	await attend(base, other, { email: "other@example.org" });
	await pass(48.5);
	expect(await reminded()).toHaveLength(1);
});

test("what has been called off reminds nobody; nor does a reminder go that waits already", async () => {
	const picket = await inTwoDays();
	await attend(base, picket, { email: "sam@example.org" });
	await pass(25);
	await change(base, picket, { event: "cancel" });
	expect(await reminded()).toEqual([]);
	expect(await still()).toEqual([]);
	await pass(22);
	expect(await reminded()).toEqual([]);
});

test("a change that nobody was told yet goes before the reminder", async () => {
	const picket = await inTwoDays();
	await attend(base, picket, { email: "sam@example.org" });
	await edit(base, picket, { title: "Moved" });
	await hoursPass(base, 25);
	// As if it had been edited a moment ago.
	await minutesPass(base, -25 * 60);
	await work(base, settings);
	expect(await promised(base)).toEqual([]);
	await minutesPass(base, 10);
	await work(base, settings);
	expect((await promised(base)).map(({ kind }) => kind)).toEqual(["picket-changed", "picket-reminder"]);
});

test("an address that changes its number is not reminded anew", async () => {
	const picket = await inTwoDays();
	await attend(base, picket, { email: "sam@example.org", party: 2 });
	await pass(25);
	await attend(base, picket, { email: "sam@example.org", party: 5 });
	await sql`insert into picket_reminders (picket_id, minutes_before) values (${picket.id}, 1440)`.execute(base.owner);
	await work(base, settings);
	expect(await reminded()).toEqual(["sam@example.org"]);
});

test("450 people and three workers at once: one each", async () => {
	const picket = await inTwoDays();
	await attend(base, picket, { email: "first@example.org" });
	await sealRsvps(base, picket.id, 450);
	await hoursPass(base, 25);
	await Promise.all([1, 2, 3].map(() => work(base, settings)));
	await work(base, settings);
	const to = await reminded();
	expect([to.length, new Set(to).size]).toEqual([451, 451]);
});
