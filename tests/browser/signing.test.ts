import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { translator } from "#app/i18n/translate.ts";
import type { Client } from "#tests/support/client.ts";
import { count, headline, linkIn, mailTo, sign } from "#tests/support/signing.ts";
import { openReader, type Reader } from "./browser.ts";
import { openSite, type Site } from "./site.ts";

let site: Site;
let app: Client;
beforeAll(async () => {
	site = await openSite();
	app = site.app;
}, 600_000); // Chromium may have to be installed first.
afterAll(() => site?.close());

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
		reader = await openReader(site.browser, app.origin, javaScript);
	});
	afterAll(() => reader.context.close());

	test("reads, signs, opens the mail, confirms, and sees the count go up", async () => {
		const { page } = reader;
		const before = await count(app);
		await page.goto(`/${locale}`);
		await page.getByRole("link", { name: t("campaign.sign") }).click();
		expect(await page.locator(".count").innerText()).toBe(await headline(app, locale));
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
	const { page, context } = await openReader(site.browser, app.origin, true);
	await page.goto(link, { waitUntil: "networkidle" });
	await context.close();
	expect(await count(app)).toBe(before);
	expect((await app.post(link, {})).status).toBe(303);
	expect(await count(app)).toBe(before + 1);
});
