import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { giveBack, take } from "#emails/queue/buckets.ts";
import { readCeiling, slowDown } from "#emails/queue/ceiling.ts";
import { bucketOf } from "#emails/queue/rates.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { random } from "#tests/support/random.ts";

let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());
beforeEach(() => base.owner.deleteFrom("mail_buckets").execute());

const begin = Date.UTC(2026, 11, 16);
/** A clock that stands where a test puts it. */
const clock = (seconds: number) => sql<Date>`${new Date(begin + seconds * 1_000)}::timestamptz`;

/** The most that went in any minute, by the clocks of workers that are up to a second late. */
function busiestMinute(grants: readonly { at: number; n: number }[]): number {
	const sorted = [...grants].sort((a, b) => a.at - b.at);
	return Math.max(
		...sorted.map(({ at }) => sorted.reduce((sum, g) => (g.at >= at && g.at < at + 59 ? sum + g.n : sum), 0)),
	);
}

test.each([1, 7, 60, 601])(
	"four workers, clocks that differ: no sixty seconds have more than %i",
	async (perMinute) => {
		const next = random(perMinute);
		const below = (n: number) => Math.floor(next() * n);
		const grants: { at: number; n: number }[] = [];
		const shape = bucketOf(perMinute);
		for (let second = 0; second < 200; second += 1 + below(7)) {
			// Some worker reads its clock before another and comes to the bucket after it.
			const workers = [0, 1, 2, 3].map(async () => {
				const at = second + next();
				const want = 1 + below(perMinute);
				const n = (await take(base.db, [{ name: "relay", want, ...shape }], clock(at))).get("relay") ?? 0;
				const spare = below(3) === 0 ? below(n + 1) : 0;
				await giveBack(base.db, new Map([["relay", spare]]));
				grants.push({ at, n: n - spare });
			});
			await Promise.all(workers);
		}
		expect(busiestMinute(grants)).toBeLessThanOrEqual(perMinute);
		const total = grants.reduce((sum, { n }) => sum + n, 0);
		// What could go, went: of three minutes, two at least.
		expect(total).toBeGreaterThanOrEqual(perMinute * 2);
	},
);

test("several buckets are taken from at once, each as far as it goes", async () => {
	const of = (name: string, perMinute: number, want: number) => ({ name, want, ...bucketOf(perMinute) });
	const wanted = [of("relay", 1_000, 50), of("domain-0", 100, 50), of("domain-20", 10, 50)];
	expect(Object.fromEntries(await take(base.db, wanted, clock(0)))).toEqual({
		relay: 50,
		"domain-0": 10,
		"domain-20": 1,
	});
	expect((await take(base.db, wanted, clock(0))).get("domain-0")).toBe(0);
	await giveBack(base.db, new Map([["domain-0", 4]]));
	expect((await take(base.db, wanted, clock(0))).get("domain-0")).toBe(4);
});

test("a relay that asks for fewer gets half, once for all that was under way, and an eighth back each quiet minute", async () => {
	const at = (seconds: number) => readCeiling(base.db, clock(seconds));
	expect(await at(0)).toBeNull();
	await Promise.all(Array.from({ length: 8 }, () => slowDown(base.db, 8_000, clock(0))));
	expect(await at(1)).toBe(4_000);
	await slowDown(base.db, 4_000, clock(3));
	expect(await at(3)).toBe(4_000);
	await slowDown(base.db, 4_000, clock(4));
	expect(await at(4)).toBe(2_000);
	expect(await at(63)).toBe(2_000);
	expect(await at(64)).toBe(3_000);
	expect(await at(4 + 5 * 60)).toBe(7_000);
	expect(await at(4 + 6 * 60)).toBeNull();
	// From the fastest that a relay on the same machine takes to fewer than two a second: within a minute.
	await base.owner.deleteFrom("mail_buckets").execute();
	for (let second = 0; second < 60; second += 4)
		await slowDown(base.db, (await at(second)) ?? 12_000 * 60, clock(second));
	expect(await at(59)).toBeLessThan(100);
});
