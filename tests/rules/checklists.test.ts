import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inEachLanguage, isComplete, missingOf } from "#app/campaigns/checklist.server.ts";
import { bucketsOf } from "#app/organise/desk/buckets.ts";
import { merged } from "#app/organise/desk/figures.server.ts";
import { smallest } from "#app/small.ts";

describe("an opening checklist", () => {
	const names = ["purpose", "costs"] as const;
	const words = fc.constantFrom("", " ", "\n", "for families");
	const editions = fc.array(fc.record({ locale: fc.constantFrom("en", "ru", "kk"), purpose: words, costs: words }), {
		maxLength: 3,
	});

	test("asks for each thing in each language, and is complete when none is only space", () => {
		fc.assert(
			fc.property(editions, (all) => {
				const items = inEachLanguage(all, names);
				expect(items).toHaveLength(all.length * names.length);
				const empty = all.flatMap((one) =>
					names.filter((name) => one[name] !== "for families").map((name) => `${name} (${one.locale})`),
				);
				expect(missingOf(items).sort()).toEqual(empty.sort());
				expect(isComplete(items)).toBe(all.length > 0 && empty.length === 0);
			}),
		);
	});

	test("with nothing on it is not complete: what has no text in any language does not open", () => {
		expect(isComplete([])).toBe(false);
	});
});

describe("of few people nothing is told apart", () => {
	const cells = fc
		.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 20 })
		.chain((keys) => fc.tuple(...keys.map((key) => fc.record({ key: fc.constant(key), n: fc.nat(40) }))));

	test("each bucket has five at least, all others together too, and nothing is counted twice or made up", () => {
		fc.assert(
			fc.property(cells, fc.integer({ min: 1, max: 10 }), (all, most) => {
				const { shown, other } = bucketsOf(all, most);
				const total = all.reduce((sum, { n }) => sum + n, 0);
				expect(shown.length).toBeLessThanOrEqual(most);
				for (const { key, n } of shown) {
					expect(n).toBeGreaterThanOrEqual(smallest);
					expect(all).toContainEqual({ key, n });
				}
				expect(other === 0 || other >= smallest).toBe(true);
				const told = shown.reduce((sum, { n }) => sum + n, other);
				// What is held back can be found by taking away only where nothing at all is shown.
				if (told !== total) expect([shown, other, total < smallest]).toEqual([[], 0, true]);
			}),
		);
	});

	test("a country of two among others is not found by taking the others away", () => {
		const { shown, other } = bucketsOf([
			{ key: "GB", n: 40 },
			{ key: "IT", n: 6 },
			{ key: "KG", n: 2 },
		]);
		expect([shown, other]).toEqual([[{ key: "GB", n: 40 }], 8]);
	});

	test("hours go with the next until they are five, and the newest wait", () => {
		const hours = [3, 4, 9, -1, 2, 5, 4].map((n, i) => ({ from: String(i), to: String(i + 1), n }));
		expect(merged(hours)).toEqual([
			{ from: "0", to: "2", n: 7 },
			{ from: "2", to: "3", n: 9 },
			{ from: "3", to: "6", n: 6 },
		]);
	});
});
