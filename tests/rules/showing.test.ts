import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasLink } from "#app/moderation/flags.ts";
import { type Hour, mergeSmallHours } from "#app/petitions/history.ts";
import { initialsOf } from "#app/petitions/initials.ts";
import { nextGoal } from "#app/petitions/showing/goal.ts";
import { growthOf } from "#app/petitions/showing/growth.ts";

describe("the next goal", () => {
	test("is the next step of the ladder, also of whoever stands on one", () => {
		expect([0, 99, 100, 249, 250, 999, 1_000, 2_500, 11_240].map(nextGoal)).toEqual([
			100, 100, 250, 250, 500, 1_000, 2_500, 5_000, 25_000,
		]);
	});

	test("lies above every count, and at most two and a half times as far once there are a hundred", () => {
		fc.assert(
			fc.property(fc.nat(10_000_000), (count) => {
				const goal = nextGoal(count);
				expect(goal).toBeGreaterThan(count);
				if (count >= 100) expect(goal).toBeLessThanOrEqual(count * 2.5);
			}),
		);
	});
});

describe("the growth curve", () => {
	const hours = fc
		.array(fc.record({ gap: fc.nat(30), n: fc.integer({ min: -3, max: 12 }) }), { maxLength: 200 })
		.map((list) => {
			let at = Date.parse("2026-11-23T00:00:00Z");
			return list.map(({ gap, n }): Hour => {
				at += (gap + 1) * 3_600_000;
				return { hour: new Date(at), n };
			});
		});

	test("tells by the day what history.csv tells by the hour, and no more", () => {
		fc.assert(
			fc.property(hours, (list) => {
				const rows = mergeSmallHours(list);
				const days = growthOf(list);
				expect(days.map(({ day }) => day)).toEqual([
					...new Set(rows.map(({ hour }) => hour.toISOString().slice(0, 10))),
				]);
				expect(days.at(-1)?.total ?? 0).toBe(rows.reduce((all, { n }) => all + n, 0));
				let before = 0;
				for (const { total } of days) {
					expect(total - before).toBeGreaterThanOrEqual(5);
					before = total;
				}
			}),
		);
	});

	test("stays as it was shown when hours are added", () => {
		fc.assert(
			fc.property(hours, fc.nat(200), (list, some) => {
				const before = growthOf(list.slice(0, some));
				// The last day may still grow.
				expect(growthOf(list).slice(0, Math.max(before.length - 1, 0))).toEqual(before.slice(0, -1));
			}),
		);
	});
});

describe("initials", () => {
	test.each([
		["Sample Person", "S. P."],
		["Үлгі Адамұлы", "Ү. А."],
		["образец образцов", "О. О."],
		["Anne-Marie von Beispiel", "A. V. B."],
		["O’Sample", "O."],
		["例", "例."],
		["  Sample   Person ", "S. P."],
		["Sample (union)", "S. U."],
		["Sample 5", "S."],
	])("of %j are %j", (name, initials) => {
		expect(initialsOf(name)).toBe(initials);
	});

	test("have one letter for each word, and nothing else of it", () => {
		const word = fc.stringMatching(/^[a-zа-яәғқңөұүһі]{2,12}$/u);
		fc.assert(
			fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
				expect(initialsOf(words.join(" "))).toBe(words.map((one) => `${[...one][0]?.toLocaleUpperCase()}.`).join(" "));
			}),
		);
	});
});

describe("a link", () => {
	const plain = fc.stringMatching(/^[a-zа-я ,!?]{0,30}$/u);
	const link = fc.constantFrom(
		"https://example.org/x",
		"http://xn--e1afmkfd.example",
		"www.example.org",
		"example.com",
		"t.me/sample",
		"пример.рф",
		"sample.gov.kz",
	);
	test("is found whatever stands around it", () => {
		fc.assert(
			fc.property(plain, link, plain, (before, address, after) => {
				expect(hasLink(`${before} ${address} ${after}`)).toBe(true);
			}),
		);
	});
	test("is not found where there are words alone", () => {
		fc.assert(
			fc.property(plain, (text) => {
				expect(hasLink(text)).toBe(false);
			}),
		);
		for (const text of ["We remember. With you.", "16.12.2011", "Никто не забыт…Мы с вами.", "Біз бармыз. Ұмытпаймыз."])
			expect(hasLink(text)).toBe(false);
	});
});
