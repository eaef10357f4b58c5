import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coverOf, type Fee } from "#app/fund/money/cover.ts";
import { exponentOf, stepOf } from "#app/fund/money/exponents.ts";
import { fieldAmount, formatAmount, plainAmount } from "#app/fund/money/format-amount.ts";
import { parseAmount } from "#app/fund/money/parse-amount.ts";
import { type Locale, locales } from "#app/i18n/translate.ts";

describe("bar 17: an amount is read as people type it", () => {
	test.each([
		["20", "EUR", 2_000],
		["1500.5", "EUR", 150_050],
		["1 500,50", "EUR", 150_050],
		["1\u00a0500,50", "EUR", 150_050],
		["1\u202f500,50", "EUR", 150_050],
		["1.500,50", "EUR", 150_050],
		["1,500.50", "EUR", 150_050],
		["1'500.50", "EUR", 150_050],
		["12,5", "EUR", 1_250],
		["0,50", "EUR", 50],
		["007", "EUR", 700],
		["20.00", "EUR", 2_000],
		["20 €", "EUR", 2_000],
		["€20", "EUR", 2_000],
		["20 eur", "EUR", 2_000],
		["US$20", "USD", 2_000],
		["£7.05", "GBP", 705],
		["١٥", "EUR", 1_500],
		["۱۵", "EUR", 1_500],
		["१५", "EUR", 1_500],
		["１５．５", "EUR", 1_550],
		["١٬٥٠٠٫٥٠", "EUR", 150_050],
		["1500", "JPY", 1_500],
		["1 500", "JPY", 1_500],
		["10.00", "JPY", 10],
		["1.234.567", "JPY", 1_234_567],
		["5", "ISK", 500],
		["5", "UGX", 500],
		["10,5", "HUF", 1_050],
		["10,5", "TWD", 1_050],
		["5", "MGA", 5],
		["5,12", "KWD", 5_120],
	] as const)("%j %s is %d minor units", (typed, currency, amount) => {
		for (const locale of locales) expect(parseAmount(typed, currency, locale)).toBe(amount);
	});

	test.each([
		["", "EUR", "missing"],
		["  €", "EUR", "missing"],
		["0.001", "EUR", "fine"],
		["1.005", "EUR", "unclear"],
		["1.500", "JPY", "unclear"],
		["10.5", "JPY", "fine"],
		["10.50", "ISK", "fine"],
		["10.005", "ISK", "unclear"],
		["5.124", "KWD", "fine"],
		["1e9", "EUR", "unreadable"],
		["1000000000", "EUR", "vast"],
		["-5", "EUR", "unreadable"],
		["−5", "EUR", "unreadable"],
		["+5", "EUR", "unreadable"],
		["5-", "EUR", "unreadable"],
		["ten", "EUR", "unreadable"],
		["0x10", "EUR", "unreadable"],
		["½", "EUR", "unreadable"],
		["Infinity", "EUR", "unreadable"],
		["1,2,3", "EUR", "unclear"],
		["1.2,3.4", "EUR", "unclear"],
		["1,00,000", "EUR", "unclear"],
		["12 34", "EUR", "unclear"],
		["5.", "EUR", "unreadable"],
		["20 €€", "EUR", "unreadable"],
		["20 USD", "EUR", "unreadable"],
		["9".repeat(400), "EUR", "unreadable"],
	] as const)("%j %s is %s", (typed, currency, expected) => {
		expect(parseAmount(typed, currency, "en")).toBe(expected);
	});

	test("three digits after one mark are thousands, and a question where the mark is the language's decimal one", () => {
		expect(parseAmount("1,500", "EUR", "en")).toBe(150_000);
		expect(parseAmount("1.500", "EUR", "en")).toBe("unclear");
		for (const locale of ["ru", "kk"] as const) {
			expect(parseAmount("1.500", "EUR", locale)).toBe(150_000);
			expect(parseAmount("1,500", "EUR", locale)).toBe("unclear");
			expect(parseAmount("20,555", "EUR", locale)).toBe("unclear");
		}
	});

	test("three digits after one mark are decimals only where the currency has three, and by the language", () => {
		expect(parseAmount("1.500", "KWD", "en")).toBe(1_500);
		expect(parseAmount("1,500", "KWD", "en")).toBe(1_500_000);
		expect(parseAmount("1,500", "KWD", "ru")).toBe(1_500);
		expect(parseAmount("1.500", "KWD", "kk")).toBe(1_500_000);
	});
});

// All that a fund's treasurer can choose.
const currencies = Intl.supportedValuesOf("currency");
const money = fc.record({
	currency: fc.oneof(fc.constantFrom("EUR", "JPY", "KWD", "ISK", "MGA", "KZT"), fc.constantFrom(...currencies)),
	steps: fc.oneof(fc.nat(10_000), fc.nat(99_999_999)),
	locale: fc.constantFrom(...(locales as [Locale, ...Locale[]])),
});

test("bar 17: what is written is read again as the same amount, in every language and of every currency", () => {
	expect(new Set(currencies.map(exponentOf))).toEqual(new Set([0, 2, 3]));
	fc.assert(
		fc.property(money, ({ currency, steps, locale }) => {
			const amount = Math.min(steps * stepOf(currency), Math.floor(99_999_999 / stepOf(currency)) * stepOf(currency));
			expect(parseAmount(formatAmount(amount, currency, locale), currency, locale)).toBe(amount);
			expect(parseAmount(fieldAmount(amount, currency, locale), currency, locale)).toBe(amount);
			expect(parseAmount(plainAmount(amount, currency), currency, "en")).toBe(amount);
		}),
		{ numRuns: 2_000 },
	);
});

test("a field of a form has an amount by the marks of its language", () => {
	expect(fieldAmount(1_500, "KWD", "ru")).toBe("1,500");
	expect(fieldAmount(1_500, "KWD", "en")).toBe("1.500");
	expect(fieldAmount(1_250, "EUR", "kk")).toBe("12,50");
	expect(fieldAmount(2_000, "EUR", "ru")).toBe("20");
	for (const currency of currencies)
		for (const locale of locales)
			for (const steps of [1, 15, 150, 1_500, 1_501])
				expect(parseAmount(fieldAmount(steps * stepOf(currency), currency, locale), currency, locale)).toBe(
					steps * stepOf(currency),
				);
});

test("a negative amount and a vast one are written whole", () => {
	expect(plainAmount(-5, "EUR")).toBe("-0.05");
	expect(plainAmount(9_007_199_254_740_991, "EUR")).toBe("90071992547409.91");
	expect(formatAmount(-1_500, "JPY", "en")).toBe("−JP¥1,500");
});

describe("bar 18: covering the fee", () => {
	// Rates as processors publish them for cards of the area, of elsewhere and of dear brands, with and without a fixed part.
	const fees: Fee[] = [
		{ rate: 150, fixed: 25 },
		{ rate: 190, fixed: 25 },
		{ rate: 250, fixed: 25 },
		{ rate: 325, fixed: 25 },
		{ rate: 525, fixed: 25 },
		{ rate: 290, fixed: 30 },
		{ rate: 440, fixed: 30 },
		{ rate: 540, fixed: 30 },
		{ rate: 150, fixed: 20 },
		{ rate: 0, fixed: 35 },
		{ rate: 360, fixed: 0 },
		{ rate: 0, fixed: 0 },
	];
	// However a processor rounds its percentage; the least that would do is reckoned with its usual way.
	const feeBy =
		(rounded: (units: number) => number) =>
		({ rate, fixed }: Fee, total: number) =>
			rounded((total * rate) / 10_000) + fixed;

	test("brings the whole gift, with at most one minor unit more than it takes", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(...fees), (gift, fee) => {
				const total = gift + coverOf(gift, fee, "EUR");
				for (const rounded of [Math.round, Math.ceil, Math.floor])
					expect(total - feeBy(rounded)(fee, total)).toBeGreaterThanOrEqual(gift);
				expect(total - 2 - feeBy(Math.round)(fee, total - 2)).toBeLessThan(gift);
			}),
			{ numRuns: 2_000 },
		);
	});

	test("makes what can be charged", () => {
		expect((50_000 + coverOf(50_000, { rate: 325, fixed: 3_500 }, "ISK")) % 100).toBe(0);
		expect((5_120 + coverOf(5_120, { rate: 325, fixed: 0 }, "KWD")) % 10).toBe(0);
		expect(coverOf(1_500, { rate: 360, fixed: 0 }, "JPY")).toBe(57);
	});
});
