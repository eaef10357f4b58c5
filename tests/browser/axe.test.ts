import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { translator } from "#app/i18n/translate.ts";
import { count, linkIn, mailTo, sign, withdrawLinkIn } from "#tests/support/signing.ts";
import { axeFinds, inTurn } from "./checks.ts";
import { openSite, type Site } from "./site.ts";

// `npm run drill pages` does it in all languages and both schemes.
let site: Site;
let page: Page;
beforeAll(async () => {
	site = await openSite();
	const { browser, app } = site;
	page = await browser.newPage({ baseURL: app.origin, viewport: { width: 360, height: 640 } });
}, 600_000); // Chromium may have to be installed first.
afterAll(() => site?.close());

test.each(inTurn.map((path, i) => [path, i % 2 ? "dark" : "light"] as const))(
	"axe finds nothing on %s in the %s",
	async (path, colorScheme) => {
		await page.emulateMedia({ colorScheme });
		await page.goto(path);
		expect(await axeFinds(page)).toEqual([]);
	},
);

test("nor on the form with errors, on the confirm page, on the way of a withdrawal, and on the components", async () => {
	await page.emulateMedia({ colorScheme: "light" });
	await page.goto("/ru/petitions/zhanaozen");
	await page.getByRole("button", { name: translator("ru")("sign.button"), exact: true }).click();
	await page.waitForSelector(".error-summary");
	expect(await axeFinds(page)).toEqual([]);
	await sign(site.app, "axe@example.org", { visibility: "public", name: "Sample" });
	const mail = await mailTo(site.app, "axe@example.org");
	await page.goto(linkIn(mail));
	expect(await axeFinds(page)).toEqual([]);
	await site.app.post(linkIn(mail), {});
	const before = await count(site.app);
	await page.goto(withdrawLinkIn(mail));
	expect(await axeFinds(page)).toEqual([]);
	await page.getByRole("button", { name: translator("en")("withdraw.button") }).click();
	await page.getByRole("heading", { name: translator("en")("withdraw.withdrawn.title") }).waitFor();
	expect(await axeFinds(page)).toEqual([]);
	expect(await count(site.app)).toBe(before - 1);
	for (const address of ["/mailbox", "/components"]) {
		await page.goto(address);
		expect(await axeFinds(page)).toEqual([]);
	}
});
