import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { alarmWrongCounts, checkCounts } from "#app/petitions/check-counts.server.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { countStorm } from "#tests/support/count-storm.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";

let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());

test.each([1, 2])("whatever befalls signatures, and however the rollup dies, published is COUNT(*) (seed %i)", async (seed) => {
	const storm = await countStorm({ url: base.url, seed, transitions: 600, connections: 8, kills: 12 });
	console.log(storm);
	expect(storm.wrong).toEqual([]);
	expect(storm.checks).toBeGreaterThan(0);
});
