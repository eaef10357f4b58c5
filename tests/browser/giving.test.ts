import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatAmount } from "#app/fund/money/format-amount.ts";
import { translator } from "#app/i18n/translate.ts";
import type { Client } from "#tests/support/client.ts";
import { mailTo } from "#tests/support/signing.ts";
import { openReader, type Reader } from "./browser.ts";
import { axeFinds, tooSmall } from "./checks.ts";
import { openSite, type Site } from "./site.ts";

let site: Site;
let app: Client;
beforeAll(async () => {
	site = await openSite();
	app = site.app;
}, 600_000); // Chromium may have to be installed first.
afterAll(() => site?.close());

/** As the pages of the payment sandbox call it; in Kazakh they are in Russian. */
const pay = { en: "Pay", ru: "Оплатить", kk: "Оплатить" };
const ledger = async () => (await app.get("/fund/zhanaozen/ledger.csv")).text();

describe.each([
	["en", 5_000],
	["ru", 2_000],
	["kk", 10_000],
] as const)("a person with a phone and no JavaScript, in %s", (locale, amount) => {
	const t = translator(locale);
	const email = `giver-${locale}@example.org`;
	let reader: Reader;
	/** Where the page for paying is. */
	let paying = "";
	beforeAll(async () => {
		reader = await openReader(site.browser, app.origin, false);
	});
	afterAll(() => reader.context.close());

	test("gives in three clicks, pays, is thanked, gets a receipt and finds the gift in the books", async () => {
		const { page } = reader;
		const rows = (await ledger()).split("\n").length;
		await page.goto(`/${locale}/fund/zhanaozen`);
		await page.getByLabel(formatAmount(amount, "EUR", locale), { exact: true }).check();
		await page.getByLabel(t("fund.email"), { exact: true }).fill(email);
		await page.getByLabel(t("fund.cover"), { exact: true }).check();
		await page.getByRole("button", { name: t("fund.button"), exact: true }).click();
		await page.waitForURL("**/c/pay/cs_*");
		paying = new URL(page.url()).origin;
		await page.getByRole("button", { name: pay[locale] }).click();

		await page.waitForURL(`**/${locale}/fund/zhanaozen/thank-you?session=cs_*`);
		expect(await page.locator("h1").innerText()).toBe(t("fund.thanks.booked.title"));
		const text = await page.locator("main").innerText();
		expect(text).not.toContain(email);
		expect(text).not.toMatch(/\d/);

		const mail = await mailTo(app, email);
		expect(mail.text).toContain(formatAmount(amount, "EUR", locale));
		await expect.poll(async () => (await ledger()).split("\n").length, { timeout: 20_000 }).toBeGreaterThan(rows);
		await page.reload();
		expect(await page.locator("main").innerText()).toContain(t("fund.thanks.booked"));
	});

	test("was given no cookie of ours, and Chromium refused nothing", async () => {
		expect((await reader.context.cookies(app.origin)).length).toBe(0);
		expect(reader.complaints).toEqual([]);
		const others = reader.asked.map((address) => new URL(address).origin).filter((origin) => origin !== app.origin);
		expect(new Set(others)).toEqual(new Set([paying]));
	});
});

test("what was typed stands beside what is wrong, on a screen of 360 pixels, without JavaScript", async () => {
	const t = translator("ru");
	const { page, context } = await openReader(site.browser, app.origin, false);
	await page.goto("/ru/fund/zhanaozen");
	await page.getByLabel(t("fund.amount.other"), { exact: true }).check();
	await page.getByLabel(t("fund.amount.other-in", { currency: "EUR" }), { exact: true }).fill("1,2,3");
	await page.getByRole("button", { name: t("fund.button"), exact: true }).click();
	await expect.poll(() => page.locator(".error-summary").isVisible()).toBe(true);
	const other = page.getByLabel(t("fund.amount.other-in", { currency: "EUR" }), { exact: true });
	expect(await other.inputValue()).toBe("1,2,3");
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
	expect(await tooSmall(page)).toEqual([]);
	await context.close();
});

test("the form, a form with something wrong and the thanks have nothing that axe would mend", async () => {
	const { page, context } = await openReader(site.browser, app.origin, true);
	for (const path of ["/fund/zhanaozen?currency=USD", "/fund/zhanaozen/organisations", "/fund/zhanaozen/thank-you"]) {
		await page.goto(`/ru${path}`);
		expect(await axeFinds(page)).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
	}
	await page.goto("/kk/fund/zhanaozen");
	await page.getByRole("button", { name: translator("kk")("fund.button"), exact: true }).click();
	await expect.poll(() => page.locator(".error-summary").isVisible()).toBe(true);
	expect(await axeFinds(page)).toEqual([]);
	await context.close();
});
