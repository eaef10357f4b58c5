import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flagsOf } from "#app/moderation/flags.ts";
import { nameOf, namesIn } from "#app/moderation/names.ts";
import { type Move, moved, type Standing } from "#app/moderation/transition.ts";

// What a text must not show before two people have read it. Numbers are nobody's: reserved for examples, or their check
// digit fails.

describe.each([
	["phone", ["+1 202-555-0143", "call 8 (700) 000-00-00", "+7 700 000 00 00", "020 7946 0958"]],
	["email", ["write to someone@example.org", "someone @ example.org", "собака: someone собака example точка org"]],
	["iin", ["ИИН 900101300001", "900 101 300 001", "ЖСН 000000000000"]],
	["passport", ["N00000000", "паспорт 0000000", "00 00 000000", "төлқұжаты: 00000000", "passport no. 000000000"]],
	[
		"address",
		[
			"ул. Ленина, д. 10",
			"улица Абая 5",
			"мкр. Шанырак 12",
			"Абай көшесі, 5-үй",
			"12 Baker Street",
			"3-мөлтек аудан, 7 үй",
		],
	],
	["language", ["иди на х*уй", "you fucking idiot", "өлтіремін", "мы вас убьем, сукa"]],
] as const)("%s", (flag, texts) => {
	test.each(texts)("is found in “%s”", (text) => {
		expect(flagsOf(text)).toContain(flag);
	});
});

test.each([
	"On 16 December 2011 about 5,000 people stood on the square; 16 were killed by the official count.",
	"16 декабря 2011 года на площади было около 5000 человек, шестнадцать погибли по официальным данным.",
	"2011 жылғы 16 желтоқсанда алаңда 5000-ға жуық адам болды.",
	"Пенсионеры и студенты поздравили себя с праздником; хулиганы убежали.",
	"Оплата: 150 000–170 000 тенге в месяц, 2009–2012 годы.",
	"Мы придём в 18:30, 16.12.2026, у посольства в Лондоне.",
	"Сукно, употребление, мандат, оскорбление, малдәрігер, көтерме баға",
	"The picket begins at 18:30 on 16.12.2026 at the embassy.",
])("nothing is found in “%s”", (text) => {
	expect(flagsOf(text)).toEqual([]);
});

describe("protected names", () => {
	const listed = nameOf("Планов Образец");

	test.each(["Образец Планов пришёл", "видели Образца Планова", "с Образцом Плановым", "ПЛАНОВ, ОБРАЗЕЦ"])(
		"are known in “%s”",
		(text) => {
			expect(namesIn(text)).toContain(listed);
		},
	);

	test("are known by their Kazakh endings and in Latin letters", () => {
		expect(namesIn("Үлгі Жоспаровтың айтуынша")).toContain(nameOf("Үлгі Жоспаров"));
		expect(namesIn("as Sample Planov's friend said")).toContain(nameOf("Sample Planov"));
	});

	test("are not half of another's name", () => {
		expect(namesIn("Образец Другой")).not.toContain(listed);
	});

	test("are one to four words", () => {
		expect(nameOf("")).toBeNull();
		expect(nameOf("one two three four five")).toBeNull();
	});
});

describe("an item moves", () => {
	const open: Standing = {
		state: "open",
		claimedBy: null,
		claimHolds: false,
		secondNeeded: true,
		shownFirstBy: null,
		revision: 1,
	};
	const show: Move = { to: "decide", outcome: "show", revision: 1 };
	const hide: Move = { to: "decide", outcome: "hide", revision: 1 };

	test("shown when two different people say so, never when one does twice", () => {
		expect(moved(open, show, "a")).toEqual({ is: "first-shown" });
		expect(moved({ ...open, shownFirstBy: "a" }, show, "a")).toEqual({ refused: "same-person" });
		expect(moved({ ...open, shownFirstBy: "a" }, show, "b")).toEqual({ is: "decided" });
		expect(moved({ ...open, secondNeeded: false }, show, "a")).toEqual({ is: "decided" });
	});

	test("hidden by one person at once, whoever has claimed it", () => {
		const theirs: Standing = { ...open, state: "claimed", claimedBy: "b", claimHolds: true };
		expect(moved(theirs, hide, "a")).toEqual({ is: "decided" });
		expect(moved(theirs, show, "a")).toEqual({ refused: "taken" });
		expect(moved({ ...theirs, claimHolds: false }, show, "a")).toEqual({ is: "first-shown" });
	});

	test("no more once it is decided, and not by who read other words", () => {
		expect(moved({ ...open, state: "decided" }, hide, "a")).toEqual({ refused: "decided" });
		expect(moved({ ...open, revision: 2 }, hide, "a")).toEqual({ refused: "changed" });
	});
});

describe("whatever stands around it", () => {
	const words = fc.stringMatching(/^[a-zа-яәқңө ,!?]{0,40}$/u);
	const digits = (n: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n });
	const found = (flag: string, text: fc.Arbitrary<string>) =>
		fc.assert(
			fc.property(words, text, words, (before, what, after) => {
				expect(flagsOf(`${before} ${what} ${after}`)).toContain(flag);
			}),
		);

	test("a number of twelve digits is taken for an IIN, however it is grouped", () => {
		found(
			"iin",
			fc
				.tuple(digits(12), fc.constantFrom("", " ", "-", "."), fc.constantFrom(3, 4, 6))
				.map(([all, between, group]) => (all.join("").match(new RegExp(`.{${group}}`, "g")) ?? []).join(between)),
		);
	});
	test("a telephone with its country is found, however it is written", () => {
		found(
			"phone",
			fc.tuple(digits(10), fc.constantFrom(" ", "-", "")).map(([all, between]) => {
				const [a, b, c, d] = [all.slice(0, 3), all.slice(3, 6), all.slice(6, 8), all.slice(8)].map((part) =>
					part.join(""),
				);
				return `+7${between}${a}${between}${b}${between}${c}${between}${d}`;
			}),
		);
	});
	test("an address of mail is found, in any alphabet", () => {
		found(
			"email",
			fc
				.tuple(fc.stringMatching(/^[a-z0-9а-я]{1,12}$/u), fc.stringMatching(/^[a-zа-я]{2,12}$/u))
				.map(([name, host]) => `${name}@${host}.org`),
		);
	});
	test("a street with a number is found in three languages", () => {
		found(
			"address",
			fc
				.tuple(fc.stringMatching(/^[А-Я][а-я]{2,9}$/u), fc.integer({ min: 1, max: 999 }), fc.nat(2))
				.map(([name, n, how]) => [`ул. ${name}, д. ${n}`, `${name} көшесі, ${n}`, `${n} ${name} Street`][how] ?? ""),
		);
	});
});
