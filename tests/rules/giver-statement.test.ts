import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { expect, test } from "vitest";
import { type StatedGift, statementOf } from "#app/fund/receipts/statement.ts";
import { statementPdf } from "#app/fund/receipts/statement-pdf.server.ts";

let number = 0;
const gift = (day: string, amount: number, over: Partial<StatedGift> = {}): StatedGift => ({
	id: String(++number),
	day,
	amount,
	currency: "EUR",
	returned: 0,
	takenBack: false,
	...over,
});

const year = [
	gift("2026-03-01", 2_057, { returned: 557 }),
	gift("2026-01-01", 1_000),
	gift("2026-12-31", 4_000, { takenBack: true, returned: 500 }),
	gift("2026-02-02", 3_000, { currency: "USD" }),
	gift("2026-02-03", 1_500, { currency: "JPY", returned: 1_500 }),
	gift("2025-12-31", 70_000),
	gift("2027-01-01", 80_000),
];

test("a year's statement has what arrived in it and what went back, in order, and a sum of each currency", () => {
	const { title, lines, totals } = statementOf(year, 2026, "en");
	expect(title).toContain("2026");
	expect(lines.map(({ amount, returned }) => [amount, returned])).toEqual([
		["€10", null],
		["US$30", null],
		["JP¥1,500", "JP¥1,500"],
		["€20.57", "€5.57"],
		// What its bank has taken back is gone whole, whatever was given back of it before.
		["€40", "€40"],
	]);
	expect(totals).toEqual(["€25", "US$30", "JP¥0"]);
	expect(statementOf(year, 2024, "en")).toMatchObject({ lines: [], totals: [] });
});

test.each(["en", "ru", "kk"] as const)("its PDF says in %s what its page does", async (locale) => {
	const statement = statementOf(year, 2026, locale);
	const about = { reference: "ABC DEF GHK", holder: "Sample union" };
	const pdf = statementPdf(statement, about, locale, "2026-12-31");
	expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
	const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
	const content = await (await document.getPage(1)).getTextContent();
	const plain = (text: string) => text.replace(/\s/gu, "");
	const text = plain(content.items.map((item) => ("str" in item ? item.str : "")).join(""));
	const said = [statement.title, about.reference, about.holder, ...statement.totals];
	for (const { day, amount, returned } of statement.lines) said.push(`${day}: ${amount}`, returned ?? "");
	for (const words of said) expect(text).toContain(plain(words));
	await document.loadingTask.destroy();
});
