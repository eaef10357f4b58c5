import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alarmsOf, type Reading } from "#app/petitions/abuse/alarm.ts";
import { alarmRaiser } from "#app/petitions/abuse/raise-alarms.server.ts";
import { alarmed } from "#app/web/post-alarm.ts";
import { createPostLimits } from "#app/web/post-limits.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { rememberingLog } from "#tests/support/mail.ts";
import { plantPetition } from "#tests/support/signatures.ts";

const at = { perMinute: 600, share: 20, least: 20 };
const quiet: Reading = { id: 1, slug: "p", counted: 1_000, recent: 500, top: 10, heldDomains: 0, heldSignatures: 0 };
const kinds = (now: Partial<Reading>, before?: Partial<Reading>, told = 0) =>
	alarmsOf({ ...quiet, ...now }, before && { ...quiet, ...before }, told, at).map(({ kind }) => kind);

describe("what the operator is told", () => {
	test("nothing of an ordinary day, nor of a first look", () => {
		expect(kinds({}, {})).toEqual([]);
		expect(kinds({ counted: 900_000 })).toEqual([]);
	});
	test("more than so many a minute", () => {
		expect(kinds({ counted: 1_600 }, {})).toEqual([]);
		expect(kinds({ counted: 1_601 }, {})).toEqual(["pace"]);
		expect(kinds({ counted: 100 }, {})).toEqual([]);
	});
	test("a large share from one domain, unless it is a handful", () => {
		expect(kinds({ recent: 500, top: 105 }, {})).toEqual(["share"]);
		expect(kinds({ recent: 500, top: 100 }, {})).toEqual([]);
		expect(kinds({ recent: 20, top: 19 }, {})).toEqual([]);
	});
	test("held domains, again only when there are more", () => {
		expect(kinds({ heldDomains: 3 }, {})).toEqual(["held"]);
		expect(kinds({ heldDomains: 3 }, {}, 3)).toEqual([]);
		expect(kinds({ heldDomains: 4 }, {}, 3)).toEqual(["held"]);
	});
});

describe("the log", () => {
	let base: TestDatabase;
	beforeAll(async () => {
		base = await testDatabase();
		const { id } = await plantPetition(base.owner, "flooded");
		await sql`insert into domain_days (petition_id, fingerprint, n) values (${id}, decode(repeat('ab', 32), 'hex'), 90)`.execute(
			base.owner,
		);
		await sql`insert into domain_verdicts (petition_id, fingerprint, verdict) values (${id}, decode(repeat('ab', 32), 'hex'), 'held')`.execute(
			base.owner,
		);
	});
	afterAll(() => base.drop());

	test("gets each alarm of a petition once an hour, whichever worker looks, with numbers alone", async () => {
		const log = rememberingLog();
		const bells = [alarmRaiser(base.db, log, at), alarmRaiser(base.db, log, at)];
		for (const bell of [...bells, ...bells]) await bell();
		const lines = [
			{ event: "many signatures from one domain", petition: "flooded", confirmed: 90, percent: 100 },
			{ event: "domains are held", petition: "flooded", domains: 1, signatures: 90 },
		];
		expect(log.lines.map((line) => JSON.parse(line))).toEqual(lines);

		await sql`update abuse_alarms set raised_at = raised_at - interval '61 minutes' where kind = 'share'`.execute(
			base.owner,
		);
		for (const bell of bells) await bell();
		expect(log.lines.map((line) => JSON.parse(line))).toEqual([...lines, lines[0]]);
	});
});

test("many refused posts are told once an hour, without saying whose", () => {
	const log = rememberingLog();
	const clock = { time: 0 };
	const now = () => clock.time;
	const limits = createPostLimits({ perMinute: 1, perDay: 10, now, random: (size) => Buffer.alloc(size) });
	const { take } = alarmed(limits, log, now);
	const refused = (n: number) => {
		for (let i = 0; i < n; i++) take("203.0.113.0/24", "p");
	};
	refused(100);
	expect(log.lines).toEqual([]);
	refused(500);
	expect(log.lines.map((line) => JSON.parse(line))).toEqual([{ event: "many posts from one network", refused: 100 }]);
	clock.time += 60 * 60_000;
	refused(500);
	expect(log.lines).toHaveLength(2);
});
