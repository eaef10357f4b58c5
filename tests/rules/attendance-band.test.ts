import fc from "fast-check";
import { expect, test } from "vitest";
import { attendanceBand } from "#app/pickets/attendance-band.ts";

const numbers = fc.record({ withAddress: fc.nat(20_000), without: fc.nat(20_000) });

test("a few people are no number: who comes alone is no beacon", () => {
	for (let people = 0; people < 5; people++) {
		expect(attendanceBand({ withAddress: people, without: 0 })).toBeNull();
		expect(attendanceBand({ withAddress: 0, without: people })).toBeNull();
	}
});

test("from five on it is a round number, the nearest", () => {
	const bands = [5, 13, 15, 31, 32, 70, 71, 1_000].map((withAddress) => attendanceBand({ withAddress, without: 0 }));
	expect(bands).toEqual([10, 10, 20, 20, 50, 50, 100, 1_000]);
});

test("numbers without an address multiply what addresses say, at most by four, and alone make no crowd", () => {
	expect(attendanceBand({ withAddress: 0, without: 100_000 })).toBe(20);
	expect(attendanceBand({ withAddress: 5, without: 100_000 })).toBe(20);
	expect(attendanceBand({ withAddress: 50, without: 100_000 })).toBe(200);
	fc.assert(
		fc.property(numbers, ({ withAddress, without }) => {
			const band = attendanceBand({ withAddress, without }) ?? 0;
			expect(band).toBeLessThanOrEqual(Math.max(50, 2 * 4 * withAddress));
		}),
	);
});

test("more people never make a smaller number", () => {
	fc.assert(
		fc.property(numbers, fc.nat(100), fc.nat(100), (before, more, others) => {
			const after = { withAddress: before.withAddress + more, without: before.without + others };
			expect(attendanceBand(after) ?? 0).toBeGreaterThanOrEqual(attendanceBand(before) ?? 0);
		}),
	);
});
