import { afterAll, beforeAll, expect, test } from "vitest";
import { formatAmount } from "#app/fund/money/format-amount.ts";
import { translator } from "#app/i18n/translate.ts";
import { checkHtml } from "#tests/support/check-html.ts";
import { mailTo } from "#tests/support/signing.ts";
import { openReader, type Reader } from "./browser.ts";
import { axeFinds, tooSmall } from "./checks.ts";
import { openSite, type Site } from "./site.ts";

// Bar 15: from the mail of a monthly gift to its end in two clicks, on a phone, without an account or a script.

const email = "monthly-giver@example.org";
const t = translator("ru");
let site: Site;
let reader: Reader;
let link = "";
const html = new Map<string, string>();
beforeAll(async () => {
	site = await openSite();
	reader = await openReader(site.browser, site.app.origin, false);
}, 600_000); // Chromium may have to be installed first.
afterAll(() => site?.close());

test("a monthly gift is paid, and its mail has a link", async () => {
	const { page } = reader;
	await page.goto("/ru/fund/zhanaozen");
	await page.getByLabel(formatAmount(2_000, "EUR", "ru"), { exact: true }).check();
	await page.getByLabel(t("fund.frequency.monthly"), { exact: true }).check();
	await page.getByLabel(t("fund.email"), { exact: true }).fill(email);
	await page.getByRole("button", { name: t("fund.button"), exact: true }).click();
	await page.waitForURL("**/c/pay/cs_*");
	await page.getByRole("button", { name: "Оплатить" }).click();
	await page.waitForURL("**/thank-you?session=cs_*");
	const { text, subject } = await mailTo(site.app, email);
	[, link = ""] = /https?:\/\/[^/\s]+(\/ru\/donations\/[a-z2-7]{32})/.exec(text) ?? [];
	expect(link).not.toBe("");
	expect(`${subject} ${text}`).not.toMatch(/жанаозен/i);
});

test("two clicks from there it has ended, and nothing is left to press", async () => {
	const { page } = reader;
	await page.goto(link);
	expect(await page.title()).toBe("Yntymaq");
	html.set(link, await page.content());
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
	expect(await tooSmall(page)).toEqual([]);
	await page.getByRole("button", { name: t("donation.monthly.end"), exact: true }).click();
	await page.getByText(t("donation.monthly.ended", { day: "" }).slice(0, 10)).waitFor();
	html.set(`${link} ended`, await page.content());
	expect(await page.getByRole("button", { name: t("donation.monthly.end"), exact: true }).count()).toBe(0);
	expect(reader.complaints).toEqual([]);
	expect((await reader.context.cookies(site.app.origin)).length).toBe(0);
});

test("its pages are kept by nobody, and have nothing that axe would mend", async () => {
	const { page, context } = await openReader(site.browser, site.app.origin, true);
	await page.goto(link);
	const [receipt] = await page.locator(`a[href*="/receipts/"]`).all();
	const [statement] = await page.locator(`a[href*="/statements/"]`).all();
	const paths = [
		link,
		await receipt?.getAttribute("href"),
		await statement?.getAttribute("href"),
		"/kk/donations",
		"/en/donations/card",
	];
	for (const path of paths) {
		const answer = await page.goto(path ?? "/missing");
		expect([path, answer?.status()]).toEqual([path, 200]);
		const { "cache-control": cache, "referrer-policy": referrer, "x-robots-tag": robots } = answer?.headers() ?? {};
		expect([cache, referrer, robots]).toEqual(["private, no-store", "no-referrer", "noindex"]);
		expect(await axeFinds(page)).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
		html.set(path ?? "", (await answer?.text()) ?? "");
	}
	const pdf = await site.app.get(`${paths[2]}.pdf`);
	expect([pdf.status, (await pdf.text()).slice(0, 5)]).toEqual([200, "%PDF-"]);
	expect(checkHtml(html)).toEqual([]);
	await context.close();
}, 90_000); // Five pages, each read by axe.
