import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countDue, runRetention } from "#app/retention/run.server.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { pastPicket } from "#tests/support/past-pickets.ts";

let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());

interface Left {
	pending: boolean;
	came: number;
	facts: number;
	messages: number;
	/** The states of the mails to who waited and to who came. */
	mails: string[];
}

async function leftOf(picket: { id: string; pending: string; told: string }): Promise<Left> {
	const { rows } = await sql<Left>`
		select exists (select from picket_rsvps where id = ${picket.pending}) as pending,
			(select count(*)::int from picket_rsvps where picket_id = ${picket.id} and state = 'going') as came,
			(select count(*)::int from picket_facts where picket_id = ${picket.id}) as facts,
			(select count(*)::int from picket_messages where picket_id = ${picket.id}) as messages,
			array(select state from email_deliveries where subject_id in (${picket.pending}, ${picket.told}) order by id) as mails
		`.execute(base.owner);
	return rows[0] as Left;
}

/** Mails that hang, to who waits and to who comes. */
async function hangingMails(picket: { pending: string; told: string }) {
	await sql`insert into picket_mails (id, rsvp_id, kind, about) values (${picket.told}, ${picket.told}, 'change', 1)`.execute(
		base.owner,
	);
	for (const [subject, kind] of [
		[picket.pending, "confirm-rsvp"],
		[picket.told, "picket-changed"],
	])
		await sql`insert into email_deliveries (message_id, lane, subject_id, state, domain_bucket, params_sealed)
			select id, 'transactional', ${subject}, 'unknown', 0, '\\x00' from email_messages where kind = ${kind}`.execute(
			base.owner,
		);
}

const cases: [string, Parameters<typeof pastPicket>[2], Left][] = [
	[
		"ended 13 days ago",
		{ endedDaysAgo: 13, postedDaysAgo: 7 },
		{ pending: true, came: 2, facts: 1, messages: 1, mails: ["unknown", "unknown"] },
	],
	[
		"ended 14 days ago",
		{ endedDaysAgo: 14, postedDaysAgo: 0 },
		{ pending: false, came: 0, facts: 0, messages: 0, mails: ["cancelled", "cancelled"] },
	],
	[
		"to come, and somebody never confirmed",
		{ endedDaysAgo: -30, postedDaysAgo: 8 },
		{ pending: false, came: 2, facts: 1, messages: 1, mails: ["cancelled", "unknown"] },
	],
	[
		"to come, and called off 13 days ago",
		{ endedDaysAgo: -30, cancelledDaysAgo: 13, postedDaysAgo: 7 },
		{ pending: true, came: 2, facts: 1, messages: 1, mails: ["unknown", "unknown"] },
	],
	[
		"to come, and called off 14 days ago",
		{ endedDaysAgo: -30, cancelledDaysAgo: 14, postedDaysAgo: 0 },
		{ pending: false, came: 0, facts: 0, messages: 0, mails: ["cancelled", "cancelled"] },
	],
];

test("what is known of who comes ends 14 days after the picket or its cancelling, what nobody confirmed after 7; a dry run says so before", async () => {
	const pickets = [];
	for (const [name, times, left] of cases) {
		const picket = await pastPicket(base, keys, times);
		await hangingMails(picket);
		pickets.push({ name, picket, left });
	}
	const dry = await countDue(base.db);
	expect(await runRetention(base.db)).toEqual(dry);
	const rsvps = dry.filter(({ name }) => name.startsWith("rsvps"));
	expect(Object.fromEntries(rsvps.map(({ name, rows }) => [name, rows]))).toEqual({
		"rsvps-pending": 3,
		rsvps: 4,
		"rsvps-told": 2,
		"rsvps-messages": 2,
		"rsvps-unsent": 5,
	});
	for (const { name, picket, left } of pickets) expect([name, await leftOf(picket)]).toEqual([name, left]);
	expect((await countDue(base.db)).filter(({ rows }) => rows > 0)).toEqual([]);
});
