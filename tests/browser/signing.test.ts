import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { translator } from "#app/i18n/translate.ts";
import { type Client, client } from "#tests/support/client.ts";
import { type Product, startProduct } from "#tests/support/product.ts";
import { count, linkIn, mailTo, sign, withdrawLinkIn } from "#tests/support/signing.ts";
import { openBrowser, openReader, type Reader } from "./browser.ts";

// The built product, started as a person starts it: real style sheets, real headers.
let product: Product;
let app: Client;
let browser: Browser;
let dataDir: string;
beforeAll(async () => {
	dataDir = await mkdtemp(join(tmpdir(), "yntymaq-browser-"));
	product = startProduct({ dataDir, cwd: process.cwd() });
	app = client(await product.site);
	browser = await openBrowser();
}, 600_000); // Chromium may have to be installed first.
afterAll(async () => {
	await browser?.close();
	product.interrupt();
	await product.ended;
	await rm(dataDir, { recursive: true, force: true });
});

describe.each([
	["en", false],
	["ru", false],
	["kk", false],
	["en", true],
] as const)("a person with a phone, in %s, JavaScript %s", (locale, javaScript) => {
	const t = translator(locale);
	const email = `phone-${locale}-${javaScript}@example.org`;
	let reader: Reader;
	beforeAll(async () => {
		reader = await openReader(browser, app.origin, javaScript);
	});
	afterAll(() => reader.context.close());

	test("reads, signs, opens the mail, confirms, and sees the count go up", async () => {
		const { page } = reader;
		const before = await count(app);
		await page.goto(`/${locale}`);
		await page.getByRole("link", { name: t("campaign.sign") }).click();
		expect(await page.locator(".count").innerText()).toBe(t("petition.count", { count: before }));
		await page.getByRole("link", { name: t("petition.sign"), exact: true }).click();
		await page.getByLabel(t("sign.email"), { exact: true }).fill(email);
		await page.getByLabel(t("sign.country")).selectOption("IT");
		await page.getByLabel(t("sign.visibility.addressee"), { exact: true }).check();
		await page.getByRole("button", { name: t("sign.button"), exact: true }).click();

		// The name was forgotten: what was typed is kept.
		await expect.poll(() => page.locator(".error-summary").isVisible()).toBe(true);
		// On the screen, not four screens below: the phone has 640 pixels.
		expect((await page.locator(".error-summary").boundingBox())?.y).toBeLessThan(400);
		expect(await page.getByLabel(t("sign.email"), { exact: true }).inputValue()).toBe(email);
		await page.getByLabel(t("sign.name"), { exact: true }).fill("Сынақ Үлгі");
		await page.getByRole("button", { name: t("sign.button"), exact: true }).click();
		await page.waitForURL(`**/${locale}/petitions/zhanaozen/check-your-email`);

		const mail = await mailTo(app, email);
		expect(await page.locator("main").innerText()).toContain(mail.subject);
		await page.goto("/mailbox");
		await page.getByRole("link", { name: linkIn(mail) }).click();
		expect(await page.locator("main").innerText()).toContain("Сынақ Үлгі");
		await page.getByRole("button", { name: t("confirm.button") }).click();
		await page.waitForURL(`**/${locale}/petitions/zhanaozen/thank-you`);
		expect(await page.locator(".count").innerText()).toBe(t("petition.count", { count: before + 1 }));
		expect(await count(app)).toBe(before + 1);
	});

	test("was sent nowhere else, was given no cookie, and nothing was refused", async () => {
		expect(reader.asked.length).toBeGreaterThan(5);
		expect(reader.asked.filter((address) => !address.startsWith(`${app.origin}/`))).toEqual([]);
		expect(await reader.context.cookies()).toEqual([]);
		// The forgotten name's answer is 422, which Chromium reports.
		expect(reader.complaints.filter((text) => !text.includes("422"))).toEqual([]);
	});
});

test("a scanner that opens the link in a browser with JavaScript and presses nothing confirms nothing", async () => {
	await sign(app, "scanner@example.org");
	const link = linkIn(await mailTo(app, "scanner@example.org"));
	const before = await count(app);
	const { page, context } = await openReader(browser, app.origin, true);
	await page.goto(link, { waitUntil: "networkidle" });
	await context.close();
	expect(await count(app)).toBe(before);
	expect((await app.post(link, {})).status).toBe(303);
	expect(await count(app)).toBe(before + 1);
});

describe("axe finds nothing on", () => {
	const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
	const found = async (page: Reader["page"]) => {
		await page.evaluate(axe);
		const { violations } = await page.evaluate(() =>
			(
				globalThis as unknown as {
					axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
				}
			).axe.run(),
		);
		return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
	};
	const addresses = [
		"",
		"/campaigns/zhanaozen/timeline",
		"/campaigns/zhanaozen/memorial",
		"/campaigns/zhanaozen/share",
		"/petitions/zhanaozen",
		"/petitions/zhanaozen/check-your-email",
		"/petitions/zhanaozen/thank-you",
		"/petitions/zhanaozen/thank-you/quiet",
		"/confirm/none",
		"/withdraw/none",
	];
	test.each(["en", "ru", "kk"].flatMap((locale) => addresses.map((address) => `/${locale}${address}`)))(
		"%s",
		async (path) => {
			const { page, context } = await openReader(browser, app.origin, true);
			await page.goto(path);
			expect(await found(page)).toEqual([]);
			await context.close();
		},
	);
	test("the form with errors, the confirm page, the pages of withdrawing by its button, and the mailbox", async () => {
		const { page, context } = await openReader(browser, app.origin, true);
		await page.goto("/ru/petitions/zhanaozen");
		await page.getByRole("button", { name: translator("ru")("sign.button"), exact: true }).click();
		await page.waitForSelector(".error-summary");
		expect(await found(page)).toEqual([]);
		await sign(app, "axe@example.org", { visibility: "public", name: "Sample" });
		const mail = await mailTo(app, "axe@example.org");
		await page.goto(linkIn(mail));
		expect(await found(page)).toEqual([]);
		await app.post(linkIn(mail), {});
		const before = await count(app);
		await page.goto(withdrawLinkIn(mail));
		expect(await found(page)).toEqual([]);
		await page.getByRole("button", { name: translator("en")("withdraw.button") }).click();
		await page.getByRole("heading", { name: translator("en")("withdraw.withdrawn.title") }).waitFor();
		expect(await found(page)).toEqual([]);
		expect(await count(app)).toBe(before - 1);
		await page.goto("/mailbox");
		expect(await found(page)).toEqual([]);
		await context.close();
	});
});

test("nothing on a page is wider than a small phone", async () => {
	const { page, context } = await openReader(browser, app.origin, true);
	await page.setViewportSize({ width: 320, height: 568 });
	for (const path of ["/en", "/ru/petitions/zhanaozen", "/kk/petitions/zhanaozen", "/mailbox"]) {
		await page.goto(path);
		expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
	}
	await context.close();
});
