import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { killReminders } from "../../bench/kills/kill-reminders.ts";

// The full size is `npm run drill picket-reminders`.
let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());

test("workers killed while they remind 300 people: no second reminder, and whoever has none is listed as in doubt", async () => {
	const killed = await killReminders(base, 300, 3);
	expect(killed.extraCopies).toBe(0);
	// Taken by the relay and still in doubt is possible; neither is not.
	expect(killed.reminded + killed.unknown).toBeGreaterThanOrEqual(300);
	expect(killed.states).toEqual(
		killed.unknown > 0 ? { sent: 300 - killed.unknown, unknown: killed.unknown } : { sent: 300 },
	);
	expect(killed.unknown).toBeLessThanOrEqual(3 * 30);
});
