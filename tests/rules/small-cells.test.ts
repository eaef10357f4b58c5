import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cells, type Published, publishCells, publishedCell, unpublished } from "#app/petitions/small-cells.ts";

// Decision 10: no public number of any dimension, nor two of them compared, tells fewer than five people apart.

const total = ({ cells, rest }: Published) => [...cells.values()].reduce((all, n) => all + n, rest);
const steps = fc.array(
	fc.record({
		key: fc.constantFrom("A", "B", "C", "D", "ZZ"),
		leaves: fc.nat(9),
		looks: fc.nat(4),
		step: fc.integer({ min: 5, max: 9 }),
	}),
	{
		maxLength: 300,
	},
);

/** Everything that was published while people came, and now and then left, one at a time. */
function publications(people: { key: string; leaves: number; looks: number; step: number }[]) {
	const counts = new Map<string, number>();
	const said: { published: Published; counts: Cells }[] = [];
	let published = unpublished;
	for (const { key, leaves, looks, step } of people) {
		const n = counts.get(key) ?? 0;
		counts.set(key, leaves < 2 ? Math.max(n - 1, 0) : n + 1);
		if (looks > 1) continue;
		published = publishCells(published, counts, step);
		said.push({ published, counts: new Map(counts) });
	}
	return said;
}

describe("a dimension published again and again while people sign one at a time", () => {
	test("never shows fewer than five people, in a cell or in what is left of the total", () => {
		fc.assert(
			fc.property(steps, (people) => {
				for (const { published } of publications(people))
					for (const n of [...published.cells.values(), published.rest, total(published)])
						expect(n === 0 || n >= 5).toBe(true);
			}),
		);
	});

	test("never moves, in a cell, in the rest or in the sum, by fewer than five", () => {
		fc.assert(
			fc.property(steps, (people) => {
				let before = unpublished;
				for (const { published } of publications(people)) {
					const keys = new Set([...before.cells.keys(), ...published.cells.keys()]);
					const moves = [...keys].map((key) => (published.cells.get(key) ?? 0) - (before.cells.get(key) ?? 0));
					for (const move of [...moves, published.rest - before.rest, total(published) - total(before)])
						expect(move === 0 || Math.abs(move) >= 5).toBe(true);
					before = published;
				}
			}),
		);
	});

	test("adds up to everybody who counted when it was published", () => {
		fc.assert(
			fc.property(steps, (people) => {
				let before = unpublished;
				for (const { published, counts } of publications(people)) {
					if (published !== before) expect(total(published)).toBe([...counts.values()].reduce((all, n) => all + n, 0));
					before = published;
				}
			}),
		);
	});

	test("is not held back for long: of many countries with many people nearly all are told", () => {
		const counts = new Map(["A", "B", "C", "D"].map((key, i) => [key, 100 + 50 * i]));
		expect(publishCells(unpublished, counts, 9)).toEqual({ cells: counts, rest: 0 });
	});
});

describe("one number by itself", () => {
	test("is not told under five, and moves when five have come or gone", () => {
		expect([1, 4, 5, 7].map((n) => publishedCell(0, n, 5))).toEqual([0, 0, 5, 7]);
		expect([3, 4, 9, 12].map((n) => publishedCell(8, n, 5))).toEqual([0, 8, 8, 8]);
		expect([13, 14].map((n) => publishedCell(8, n, 5))).toEqual([13, 14]);
		expect([5, 8, 9].map((n) => publishedCell(0, n, 9))).toEqual([0, 0, 9]);
	});

	test("stays where it is until it can move, whatever comes one by one", () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(1, 1, -1), { maxLength: 200 }), (moves) => {
				let [n, said] = [0, 0];
				for (const move of moves) {
					n = Math.max(n + move, 0);
					const next = publishedCell(said, n, 5);
					expect(next === 0 || next >= 5).toBe(true);
					expect(next === said || Math.abs(next - said) >= 5).toBe(true);
					said = next;
				}
			}),
		);
	});
});
