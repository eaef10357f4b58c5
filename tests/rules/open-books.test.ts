import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { cellsOf, FEWEST, type Item } from "#app/fund/books/cells.ts";
import { BookNumbers } from "#app/fund/books/numbers-part.tsx";
import { monthsDue, quarterOf, quartersDue } from "#app/fund/books/periods.ts";
import { reportOf } from "#app/fund/books/report.ts";
import { isTrial } from "#app/fund/trial.server.ts";
import { locales, translator } from "#app/i18n/translate.ts";
import { dayAt, type Happening, type Seen, watch } from "#tests/support/paid-out.ts";

// Whoever watches the open books from the first day on works out what no family got: every sum of money going out, and
// whatever sums are added to and taken from each other, stands for five families at least, however often each was helped.

const DAYS = 820;

/** Helps that are approved, mostly paid, now and then cancelled, sent back and paid again; and posted late. */
const history: fc.Arbitrary<Happening[]> = fc
	.array(
		fc.record({
			// Some of them again and again.
			family: fc.oneof(fc.nat(4), fc.nat(40)),
			approved: fc.nat(640),
			after: fc.nat(120),
			late: fc.constantFrom(0, 0, 0, 3, 100),
			category: fc.constantFrom("family", "family", "lawyer", "medical"),
			currency: fc.constantFrom("EUR", "EUR", "EUR", "USD"),
			fate: fc.constantFrom("paid", "paid", "paid", "paid", "open", "cancelled", "sent-back", "paid-again"),
		}),
		{ maxLength: 60 },
	)
	.map((helps) => helps.flatMap(happeningsOf));

interface Help {
	family: number;
	approved: number;
	after: number;
	late: number;
	category: string;
	currency: string;
	fate: string;
}

function happeningsOf({ family, approved, after, late, category, currency, fate }: Help, index: number): Happening[] {
	const at = (happened: number, what: Happening["what"]): Happening => ({
		...{ id: `aid:${index}`, family: `${family}`, currency, category, amount: 2 ** (index % 30) * 100, happened, what },
		posted: happened + late,
	});
	const paid = approved + after;
	return [
		at(approved, "approved"),
		...(fate === "cancelled" ? [at(paid, "cancelled")] : fate === "open" ? [] : [at(paid, "paid")]),
		...(fate === "sent-back" || fate === "paid-again" ? [at(paid + 20, "sent-back")] : []),
		...(fate === "sent-back" ? [at(paid + 90, "cancelled")] : []),
		...(fate === "paid-again" ? [at(paid + 30, "paid")] : []),
	];
}

/** A row as an equation of what each help got: its coefficients. */
function equationOf({ kind, amount, parts }: Seen): Map<string, number> {
	// A promise and its payment are of the same amount: one unknown.
	const sign = kind === "promised" && amount > 0 ? -1 : 1;
	return new Map(parts.map(({ id, amount: part }) => [id, sign * Math.sign(part)]));
}

/** What remains of all equations once each has been used to take unknowns out of the others (Gauss, Jordan). */
function reduced(equations: readonly ReadonlyMap<string, number>[], order: readonly string[]): number[][] {
	const rows = equations.map((equation) => order.map((id) => equation.get(id) ?? 0));
	let at = 0;
	for (let column = 0; column < order.length && at < rows.length; column++) {
		const pivot = rows.findIndex((row, i) => i >= at && Math.abs(row[column] ?? 0) > 1e-9);
		if (pivot < 0) continue;
		[rows[at], rows[pivot]] = [rows[pivot] ?? [], rows[at] ?? []];
		const leader = rows[at] ?? [];
		const by = leader[column] ?? 1;
		rows[at] = leader.map((value) => value / by);
		rows.forEach((row, i) => {
			const times = row[column] ?? 0;
			if (i !== at && times !== 0) rows[i] = row.map((value, j) => value - times * (rows[at]?.[j] ?? 0));
		});
		at++;
	}
	return rows.slice(0, at);
}

/** Whose each help was. */
const familiesIn = (happenings: readonly Happening[]) => new Map(happenings.map(({ id, family }) => [id, family]));
type Families = ReadonlyMap<string, string>;

/** Of how many families a sum still tells. */
const familiesOf = (row: readonly number[], order: readonly string[], families: Families) =>
	new Set(order.filter((_, i) => Math.abs(row[i] ?? 0) > 1e-9).map((id) => families.get(id))).size;

describe("whoever watches every day", () => {
	test("sees sums of payments only three months after a quarter, and each stands for five families", () => {
		fc.assert(
			fc.property(history, (happenings) => {
				const families = familiesIn(happenings);
				for (const { day, parts } of watch(happenings, DAYS)) {
					expect(new Set(parts.map(({ id }) => families.get(id))).size).toBeGreaterThanOrEqual(FEWEST);
					expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
					expect(day.slice(5)).toMatch(/^(01|04|07|10)-01$/);
				}
			}),
		);
	});

	test("sees nothing of what has happened since the end of the quarter before the last", () => {
		fc.assert(
			fc.property(history, fc.integer({ min: 200, max: 700 }), (happenings, today) => {
				const quarterStart = `${dayAt(today).slice(0, 4)}-${quarterOf(dayAt(today)).slice(5, 7)}-01`;
				const ended = new Date(Date.parse(quarterStart));
				// The first day of this quarter, less three months: what is later is nobody's business yet.
				ended.setUTCMonth(ended.getUTCMonth() - 5);
				const told = happenings.filter(({ happened }) => Date.parse(dayAt(happened)) < ended.getTime());
				expect(watch(happenings, today)).toEqual(watch(told, today));
			}),
		);
	});

	test("works out no sum of fewer than five families, by adding and taking away rows however often", () => {
		fc.assert(
			fc.property(history, (happenings) => {
				const seen = watch(happenings, DAYS);
				const families = familiesIn(happenings);
				for (const currency of ["EUR", "USD"]) {
					const equations = seen.filter((row) => row.currency === currency).map(equationOf);
					const ids = [...new Set(equations.flatMap((equation) => [...equation.keys()]))];
					// Each order of the unknowns lets other ones disappear first.
					for (const order of [ids, [...ids].reverse(), ids.toSorted()])
						for (const row of reduced(equations, order))
							expect(familiesOf(row, order, families)).toBeGreaterThanOrEqual(FEWEST);
					// And by hand: every row once, taken away once, or left; all of them together is what the page adds up.
					if (equations.length > 8) continue;
					for (const left of combinations(equations, families)) expect(left === 0 || left >= FEWEST).toBe(true);
				}
			}),
			{ numRuns: 60 },
		);
	});

	test("has been told of everything that is settled, when there was enough of it", () => {
		const helps = Array.from({ length: 23 }, (_, i) =>
			happeningsOf(
				{ ...{ family: i, approved: 10 * i, after: 15, late: 0 }, category: "family", currency: "EUR", fate: "paid" },
				i,
			),
		).flat();
		const given = watch(helps, DAYS).filter(({ kind }) => kind === "given");
		expect(new Set(given.flatMap(({ parts }) => parts.map(({ id }) => id))).size).toBe(23);
		expect(given.flatMap(({ parts }) => parts).length).toBe(23);
	});

	test("sees nothing of a fund that helps four families, in two years and however often", () => {
		const helps = Array.from({ length: 60 }, (_, i) =>
			happeningsOf(
				{
					...{ family: i % 4, approved: 10 * i, after: 15, late: 0 },
					...{ category: i % 2 ? "family" : "medical", currency: "EUR", fate: i % 7 ? "paid" : "open" },
				},
				i,
			),
		).flat();
		expect(watch(helps, DAYS)).toEqual([]);
	});

	test("is never told more as given than was given, and what is told as given twice is taken back once", () => {
		fc.assert(
			fc.property(history, (happenings) => {
				const sums = new Map<string, number>();
				for (const { kind, parts } of watch(happenings, DAYS))
					if (kind === "given") for (const { id, amount } of parts) sums.set(id, (sums.get(id) ?? 0) + amount);
				for (const [id, sum] of sums) {
					const of = happenings.find((happening) => happening.id === id);
					expect([0, of?.amount]).toContain(sum);
				}
			}),
		);
	});
});

/** Of how many families each way to add up rows tells: each of them once, taken away once, or not at all. */
function* combinations(equations: readonly ReadonlyMap<string, number>[], families: Families): Generator<number> {
	for (let code = 1; code < 3 ** equations.length; code++) {
		const sum = new Map<string, number>();
		equations.forEach((equation, i) => {
			const sign = (Math.floor(code / 3 ** i) % 3) - 1;
			if (sign !== 0) for (const [id, value] of equation) sum.set(id, (sum.get(id) ?? 0) + sign * value);
		});
		yield new Set([...sum].filter(([, value]) => value !== 0).map(([id]) => families.get(id))).size;
	}
}

describe("a planted weakness is found", () => {
	test("a row that holds what an earlier one held and one payment more", () => {
		const parts = Array.from({ length: 6 }, (_, i) => ({ id: `aid:${i}`, amount: 100 }));
		const row = (n: number, of: typeof parts): Seen => ({
			...{ kind: "given", currency: "EUR", category: "family", amount: -100 * of.length, parts: of },
			...{ n, day: "2026-07-01" },
		});
		const equations = [row(1, parts.slice(0, 5)), row(2, parts)].map(equationOf);
		const order = parts.map(({ id }) => id).reverse();
		const own = new Map(order.map((id) => [id, id]));
		expect(Math.min(...reduced(equations, order).map((left) => familiesOf(left, order, own)))).toBe(1);
		expect([...combinations(equations, own)]).toContain(1);
		// Six payments to one family.
		const one = new Map(order.map((id) => [id, "one"]));
		expect([...combinations([row(1, parts)].map(equationOf), one)]).toContain(1);
	});
});

describe("small categories", () => {
	const paid = (id: string, category: string, family = id): Item => ({
		...{ id, family, currency: "EUR", category },
		...{ promised: 0, given: 100 },
	});
	const none = { promises: [], given: new Map<string, number>() };

	test("are put together where that makes five, and wait where it does not", () => {
		const items = [..."abc"].map((id) => paid(id, "family")).concat([..."de"].map((id) => paid(id, "lawyer")));
		expect(cellsOf(items, none)).toMatchObject([{ category: "several", amount: -500 }]);
		expect(cellsOf(items.slice(1), none)).toEqual([]);
		expect(cellsOf([...items, paid("f", "family"), paid("g", "family")], none)).toMatchObject([
			{ category: "family", amount: -500 },
		]);
	});

	test("are put together for five families, not for five payments", () => {
		const [c, d] = [paid("c", "lawyer", "a"), paid("d", "lawyer", "a")];
		const items = [..."ab"].map((id) => paid(id, "family")).concat(c, d, paid("e", "lawyer"), paid("f", "lawyer"));
		expect(cellsOf(items, none)).toEqual([]);
		expect(cellsOf([...items, paid("g", "medical")], none)).toMatchObject([{ category: "several", amount: -700 }]);
	});

	test("of fees and exchange stay apart", () => {
		const items = [..."abc"].map((id) => paid(id, "EURUSD")).concat([..."de"].map((id) => paid(id, "EURGBP")));
		expect(cellsOf(items, none, false)).toEqual([]);
	});
});

test("a quarter is published on the day three months after its last, a month of fees on the day after it", () => {
	expect(quartersDue("2026-02-03", null, "2026-06-30")).toEqual([]);
	expect(quartersDue("2026-02-03", null, "2026-07-01")).toEqual(["2026-03-01"]);
	expect(quartersDue("2026-02-03", "2026-03-01", "2026-12-31")).toEqual(["2026-06-01"]);
	expect(quartersDue("2025-11-03", null, "2026-07-01")).toEqual(["2025-12-01", "2026-03-01"]);
	expect(monthsDue("2026-11-03", null, "2026-11-30")).toEqual([]);
	expect(monthsDue("2026-11-03", null, "2027-01-01")).toEqual(["2026-11-01", "2026-12-01"]);
});

test.each(locales)(
	"a page without a payment says that none was made, or to fewer than five families: in %s",
	(locale) => {
		const asOf = { quarterThrough: "2026-03-01", feesThrough: null, begun: "2026-01-01" };
		const page = (given: number) => {
			const paidOut = { given, promised: 0, reserve: 0, available: 100 };
			const numbers = [
				{ ...{ currency: "EUR", raised: 100, returned: 0, fees: 0, exchanged: 0, net: 100 }, onItsWay: 0, paidOut },
			];
			return renderToStaticMarkup(createElement(BookNumbers, { locale, numbers, asOf }));
		};
		expect(page(0)).toContain(translator(locale)("books.few"));
		expect(page(50)).not.toContain(translator(locale)("books.few"));
	},
);

test("the report of a year goes from what was carried over to what is left, quarters as months oldest first", () => {
	const sum = (month: string, kind: "gift" | "fees" | "bank-costs" | "promised" | "given", amount: number) => ({
		...{ month: `${month}-01`, kind, amount, currency: "EUR", n: 1 },
		category: kind === "given" ? "family" : "card",
	});
	const sums = [
		sum("2025-11", "gift", 100_00),
		...[sum("2026-01", "gift", 50_00), sum("2026-02", "fees", -1_00), sum("2026-03", "bank-costs", -2_00)],
		...[sum("2026-03", "given", -30_00), sum("2026-06", "given", -40_00), sum("2026-06", "promised", -10_00)],
	];
	const head = { n: 7, hash: "0".repeat(64), feesThrough: "2026-09-01", quarterThrough: "2026-06-01", sample: false };
	const said = reportOf({ year: "2026", holder: "Sample", purpose: "sample", head, sums }, "en").map(
		({ text }) => text,
	);
	const order = [/^Carried over/, /^Left at the end/, /^January\P{L}+March 2026/u, /^April\P{L}+June 2026/u].map(
		(begins) => said.findIndex((one) => begins.test(one)),
	);
	expect(order).toEqual([...order].sort((a, b) => a - b));
	expect(order[0]).toBeGreaterThan(0);
	expect(said).toContain("Carried over from earlier years: €100");
	expect(said).toContain("Left at the end, as far as it is published: €77");
});

test("a public site whose key moves no real money is a trial, and the demonstration is itself", () => {
	expect([isTrial({ live: false }, false), isTrial({ live: true }, false)]).toEqual([true, false]);
	expect([isTrial({ live: false }, true), isTrial(undefined, false)]).toEqual([false, false]);
});
