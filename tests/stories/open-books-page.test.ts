import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales } from "#app/i18n/translate.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { verifyAlone } from "#tests/support/open-books.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
}, 240_000);
afterAll(() => app.stop());

const textOf = async (path: string) => (await app.get(path)).text();
/** Without the spaces of all widths that languages put into amounts. */
const close = (text: string) => text.replace(/[\s\u00a0\u202f]|&nbsp;/g, "");

interface Ledger {
	sample: boolean;
	rows: number;
	head: string;
	numbers: { raised: string; paidOut: { given: string; available: string } }[];
	ledger: { seq: number; description: string; sample: boolean; hash: string }[];
}
const ledgerOf = async () => (await (await app.get("/fund/zhanaozen/ledger.json")).json()) as Ledger;

describe.each(locales)("in %s", (locale) => {
	const path = `/${locale}/fund/zhanaozen/ledger`;

	test("bar 13: the page, the fund's own page, ledger.csv and ledger.json say the same", async () => {
		const { numbers, rows, head } = await ledgerOf();
		const [sums] = numbers;
		if (!sums) throw new Error("no currency");
		const print = (amount: string) =>
			close(
				new Intl.NumberFormat(locale === "en" ? "en-GB" : locale, {
					style: "currency",
					currency: "EUR",
					trailingZeroDisplay: "stripIfInteger",
				}).format(Number(amount)),
			);
		for (const page of [await textOf(path), await textOf(`/${locale}/fund/zhanaozen`)])
			for (const amount of [sums.raised, sums.paidOut.given, sums.paidOut.available])
				expect(close(page)).toContain(`<dd>${print(amount)}</dd>`);
		expect(await textOf(path)).toContain(head);
		const csv = await textOf("/fund/zhanaozen/ledger.csv");
		expect(await verifyAlone(csv)).toEqual({ code: 0, says: `${rows} rows are whole; the last hash is ${head}` });
		expect(csv.trimEnd().split("\r\n").length).toBe(rows + 1);
	});

	test("all rows are there, a hundred a page and the newest first", async () => {
		const { rows } = await ledgerOf();
		const numbersOn = async (page: number) =>
			[...(await textOf(`${path}${page > 1 ? `?page=${page}` : ""}`)).matchAll(/id="row-(\d+)"/g)].map(([, n]) =>
				Number(n),
			);
		const all: number[] = [];
		for (let page = 1; page <= Math.ceil(rows / 100); page++) all.push(...(await numbersOn(page)));
		expect(all).toEqual(Array.from({ length: rows }, (_, i) => rows - i));
		expect((await app.get(`${path}?page=99`)).status).toBe(404);
	});

	test("the year's report is a PDF of what is published", async () => {
		const year = /report\/(\d{4})\.pdf/.exec(await textOf(path))?.[1];
		const answer = await app.get(`/${locale}/fund/zhanaozen/report/${year}.pdf`);
		expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "application/pdf"]);
		expect((await answer.text()).startsWith("%PDF-")).toBe(true);
		expect((await app.get(`/${locale}/fund/zhanaozen/report/1999.pdf`)).status).toBe(404);
	});
});

test("every row says that it is a sample, and so do the pages", async () => {
	const { ledger, sample } = await ledgerOf();
	expect(sample).toBe(true);
	for (const row of ledger) expect([row.sample, row.description.startsWith("Sample: ")]).toEqual([true, true]);
	expect(await textOf("/en/fund/zhanaozen/ledger")).toContain("All of these rows are samples");
	expect(await textOf("/en/fund/zhanaozen")).toContain("All of these rows are samples");
});

test.each([
	"/fund/zhanaozen/ledger.csv",
	"/fund/zhanaozen/ledger.json",
	"/en/fund/zhanaozen/ledger",
	"/fund/verify-ledger.mjs",
	`/en/fund/zhanaozen/report/${new Date().getUTCFullYear() - 1}.pdf`,
])("%s is not sent again to who has it", async (path) => {
	const first = await app.get(path);
	expect(first.status).toBe(200);
	await first.text();
	const again = await app.get(path, { "If-None-Match": first.headers.get("ETag") ?? "" });
	expect([again.status, await again.text()]).toEqual([304, ""]);
});

test("files may be read by other sites' scripts, and there are none of a fund that is none", async () => {
	expect((await app.get("/fund/zhanaozen/ledger.csv")).headers.get("Access-Control-Allow-Origin")).toBe("*");
	for (const path of ["/fund/none/ledger.csv", "/fund/none/ledger.json", "/en/fund/none/ledger"])
		expect([path, (await app.get(path)).status]).toEqual([path, 404]);
});
