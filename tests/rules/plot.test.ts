import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { translator } from "#app/i18n/translate.ts";
import { ColumnPlot, RowPlot } from "#app/ui/plot/plot.tsx";
import { labelsThatFit, textWidth, ticksFor } from "#app/ui/plot/scale.ts";
import { columnShape, rowShape, size } from "#app/ui/plot/shape.ts";

const print = (count: number) => String(count);
const counts = fc.oneof(fc.nat(20), fc.nat(1_000_000), fc.maxSafeNat());

describe("the marks of an axis", () => {
	test.each([
		[0, [0, 1]],
		[1, [0, 1]],
		[2, [0, 1, 2]],
		[7, [0, 2, 4, 6, 8]],
		[10, [0, 5, 10]],
		[48, [0, 20, 40, 60]],
		[1_000, [0, 500, 1_000]],
		[1_000_001, [0, 500_000, 1_000_000, 1_500_000]],
	])("up to %d are %j", (largest, ticks) => expect(ticksFor(largest)).toEqual(ticks));

	test("begin at 0, are whole, evenly spaced by 1, 2 or 5 times a power of ten, few, and reach the largest value just so", () => {
		fc.assert(
			fc.property(counts, fc.integer({ min: 2, max: 9 }), (largest, most) => {
				const ticks = ticksFor(largest, most);
				const [zero, step = 0] = ticks;
				expect(zero).toBe(0);
				expect(ticks.length).toBeLessThanOrEqual(most);
				expect(String(step)).toMatch(/^[125](0*|e\+\d+)$/);
				expect(ticks).toEqual(ticks.map((_, index) => index * step));
				expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest);
				expect(ticks.at(-2)).toBeLessThan(Math.max(largest, 1));
			}),
		);
	});
});

test("of labels too many for their axis the first stays, and no two overlap", () => {
	const places = fc.array(fc.integer({ min: 0, max: 328 }), { minLength: 1 }).map((all) => all.sort((a, b) => a - b));
	fc.assert(
		fc.property(places, fc.integer({ min: 1, max: 200 }), (at, width) => {
			const shown = labelsThatFit(at, width);
			expect(shown[0]).toBe(0);
			const gaps = shown.slice(1).map((index, i) => (at[index] ?? 0) - (at[shown[i] ?? 0] ?? 0));
			for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(width);
		}),
	);
});

describe("columns", () => {
	const series = fc.array(counts, { maxLength: 48 });

	test("stay within the plot whatever they count: nothing, one, or more than anyone ever counted", () => {
		fc.assert(
			fc.property(series, (values) => {
				const columns = values.map((value, index) => ({ from: index, to: index + 1, value }));
				const marks = columns.map(({ from }) => ({ at: from, text: `${from}:00` }));
				const shape = columnShape(columns, marks, [0, Math.max(values.length, 1)], print);
				for (const { x, y, width, height } of shape.columns) {
					expect(x).toBeGreaterThanOrEqual(shape.left);
					expect(x + width).toBeLessThanOrEqual(size.width + 0.6);
					expect(y).toBeGreaterThanOrEqual(0);
					expect(y + height).toBeCloseTo(shape.bottom, 0);
				}
				for (const { x, text } of shape.marks) {
					expect(x - textWidth(text) / 2).toBeGreaterThanOrEqual(0);
					expect(x + textWidth(text) / 2).toBeLessThanOrEqual(size.width + 0.1);
				}
			}),
		);
	});

	test("are as high as their counts, and what is not nothing can be seen", () => {
		const columns = [0, 1, 500, 1_000].map((value, index) => ({ from: index, to: index + 1, value }));
		const [none, one, half, all] = columnShape(columns, [], [0, 4], print).columns;
		expect(none?.height).toBe(0);
		expect(one?.height).toBeGreaterThanOrEqual(1);
		expect(half?.height).toBeCloseTo((all?.height ?? 0) / 2, 0);
	});
});

test("a row's bar is as long as its count, and its word never runs into the number", () => {
	fc.assert(
		fc.property(
			fc.array(fc.record({ text: fc.string({ maxLength: 80 }), value: counts }), { minLength: 1 }),
			(rows) => {
				const most = Math.max(1, ...rows.map(({ value }) => value));
				rowShape(rows, print).forEach(({ text, count, bar }, index) => {
					expect(bar.width).toBeGreaterThanOrEqual(((rows[index]?.value ?? 0) / most) * size.width - 0.1);
					expect(bar.width).toBeLessThanOrEqual(size.width);
					expect(textWidth(text) + textWidth(count)).toBeLessThan(size.width);
				});
			},
		),
	);
});

test("the picture has a name and a table that says the same, and no style of its own", () => {
	const t = translator("kk");
	const shared = { t, title: "Қолдар", heads: ["Ел", "Саны"] as const, print };
	const html = renderToStaticMarkup(
		createElement("div", null, [
			createElement(RowPlot, { key: 1, ...shared, bars: [{ text: "Италия", value: 7 }] }),
			createElement(ColumnPlot, {
				key: 2,
				...shared,
				columns: [{ from: 0, to: 1, value: 9 }],
				marks: [{ at: 0, text: "12:00" }],
				span: [0, 1],
				rows: [["12:00", "9"]],
			}),
		]),
	);
	expect(html.match(/role="img" aria-label="Қолдар"/g)).toHaveLength(2);
	expect(html).toContain('<th scope="row">Италия</th><td>7</td>');
	expect(html).toContain('<th scope="row">12:00</th><td>9</td>');
	expect(html).not.toMatch(/style=|NaN|Infinity/);
});
