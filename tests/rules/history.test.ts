import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Hour, historyCsv, mergeSmallHours } from "#app/petitions/history.ts";
import { smallest } from "#app/small.ts";

const from = (...changes: number[]): Hour[] =>
	changes.map((n, i) => ({ hour: new Date(Date.UTC(2026, 11, 16, 10 + i)), n }));
const sum = (hours: readonly Hour[]) => hours.reduce((all, { n }) => all + n, 0);

describe("small hours", () => {
	test.each([
		["an hour of five stands alone", [5], [5]],
		["four wait for the next hour", [4, 1], [5]],
		["the newest small hour is held back", [7, 4], [7]],
		["who withdrew is taken from what is to come", [10, -3, 4, 6], [10, 7]],
		["nothing is shown of fewer than five", [1, 1, 1, 1], []],
	])("%s", (_what, hours, shown) => {
		expect(mergeSmallHours(from(...hours)).map(({ n }) => n)).toEqual(shown);
	});

	test("whatever the hours are, no row says fewer than five, and what comes later changes no row", () => {
		const changes = fc.array(fc.integer({ min: -8, max: 12 }), { maxLength: 60 });
		fc.assert(
			fc.property(changes, (numbers) => {
				const hours = from(...numbers);
				const rows = mergeSmallHours(hours);
				expect(rows.every(({ n }) => n >= smallest)).toBe(true);
				expect(sum(hours) - sum(rows)).toBeLessThan(smallest);
				for (let known = 0; known < hours.length; known++) {
					const before = mergeSmallHours(hours.slice(0, known));
					expect(rows.slice(0, before.length)).toEqual(before);
				}
			}),
		);
	});
});

test("is CSV: hours in UTC, lines as RFC 4180 has them", () => {
	expect(historyCsv(mergeSmallHours(from(6, 2, 3)))).toBe(
		"hour,count\r\n2026-12-16T10:00:00Z,6\r\n2026-12-16T12:00:00Z,5\r\n",
	);
});
