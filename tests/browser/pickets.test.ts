import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostLink } from "#tests/support/picket-form.ts";
import { mailTo } from "#tests/support/signing.ts";
import { openReader } from "./browser.ts";
import { axeFinds, tooSmall } from "./checks.ts";
import { openSite, type Site } from "./site.ts";

// On a phone without JavaScript: one finds a picket and joins it; another calls one, and a moderator lists it. Then every
// page on the way is looked at.

let site: Site;
/** A reader without JavaScript, and one in whose page axe can run. */
let page: Page;
let looked: Page;
/** Personal pages that the stories came by. */
const passed: string[] = [];
beforeAll(async () => {
	site = await openSite();
	const { browser, app } = site;
	({ page } = await openReader(browser, app.origin, false));
	({ page: looked } = await openReader(browser, app.origin, true));
	for (const one of [page, looked]) one.setDefaultTimeout(20_000);
}, 600_000); // Chromium may have to be installed first.
afterAll(() => site?.close());

const press = (name: string) => page.getByRole("button", { name, exact: true }).first().click();
const says = (name: string | RegExp) => page.getByRole("heading", { name }).first().waitFor();
const here = () => new URL(page.url()).pathname;

test("a reader finds what is in Milan and joins it", async () => {
	await page.goto("/en/pickets");
	await page.locator("[name=near]").fill("Milan");
	await page.locator("form.find button").click();
	await page.locator('a[href="/en/pickets/sample-milan"]').first().click();
	await page.locator("form.join [name=email]").fill("reader@example.org");
	await page.locator("form.join [name=party]").fill("3");
	await page.locator("form.join button").click();
	await page.waitForURL("**/check-your-email");
	const { text } = await mailTo(site.app, "reader@example.org");
	const [, attend = ""] = /(\/en\/attend\/[a-z2-7]{32})/.exec(text) ?? [];
	await page.goto(attend);
	await says("Is this right?");
	await press("Yes, we come");
	await says("Thank you");
	expect(await page.locator('a[href$=".ics"]').count()).toBeGreaterThan(0);
	passed.push(attend);
});

const title = "A picket of a test";
test("a host calls one, confirms it by mail, and a moderator lists it", async () => {
	await page.goto("/en/pickets/new");
	const words = {
		title,
		organisation: "A sample branch of a union",
		date: "2026-12-16",
		begin: "12:00",
		end: "14:00",
		city: "Milan",
		meeting_point: "In front of the entrance",
		email: "caller@example.org",
	};
	for (const [name, word] of Object.entries(words)) await page.locator(`main [name="${name}"]`).fill(word);
	for (const [name, value] of Object.entries({ kind: "picket", address_level: "public", authorities: "not_needed" }))
		await page.locator(`main [name="${name}"][value="${value}"]`).check();
	await page.locator('main [name="language"]').selectOption("en");
	await page.locator("form.sign button[type=submit]").click();
	expect(await page.locator(".error-summary").allInnerTexts()).toEqual([]);
	await page.waitForURL("**/check-your-email");
	const host = await hostLink(site.app, "caller@example.org");
	await page.goto(host);
	await says("Is this what you want to call?");
	await press("Confirm");
	await page.waitForURL(`**${host}`);
	passed.push(host, `${host}/change`);

	await page.goto(site.organisers[1] ?? "");
	await page.locator("main form button").click();
	await page.goto("/organise/campaigns/zhanaozen/pickets");
	await page.getByText("waits for a moderator").first().waitFor();
	await page.goto("/organise/campaigns/zhanaozen/queue");
	await page.locator("ul.queue li", { hasText: "Picket" }).getByRole("button").first().click();
	await page.waitForURL(/\/queue\/[0-9a-f-]+$/);
	await page.getByText(title).first().waitFor();
	await page.getByRole("button", { name: "List it", exact: true }).click();
	await page.goto("/organise/campaigns/zhanaozen/pickets");
	await page.getByRole("link", { name: title }).click();
	await says(title);
	expect(here()).toMatch(/^\/en\/pickets\/milan-2026-12-16-/);
});

test("every page on the way is clean to axe, fits a phone, and each control a thumb", async () => {
	const sheets = ["poster", "leaflet"].map((form) => `/ru/pickets/sample-milan/${form}`);
	for (const path of ["/en/pickets/new", "/kk/pickets/new", ...passed, ...sheets]) {
		expect((await looked.goto(path))?.status()).toBe(200);
		const wider = await looked.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
		);
		expect([path.replace(/[a-z2-7]{32}/, "…"), await axeFinds(looked), await tooSmall(looked), wider > 0]).toEqual([
			path.replace(/[a-z2-7]{32}/, "…"),
			[],
			[],
			false,
		]);
	}
});
