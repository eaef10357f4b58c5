import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales, translator } from "#app/i18n/translate.ts";
import { headline } from "#tests/support/signing.ts";
import { inTurn, most, tooSmall, weigh } from "./checks.ts";
import { openSite, type Site } from "./site.ts";

// `npm run drill pages` looks at every page in every language.
let site: Site;
beforeAll(async () => {
	site = await openSite();
}, 600_000); // Chromium may have to be installed first.
afterAll(() => site?.close());

async function open(width: number, height: number): Promise<Page> {
	return site.browser.newPage({ baseURL: site.app.origin, viewport: { width, height } });
}

describe.each([...locales])("the first screen of a phone, in %s", (locale) => {
	const t = translator(locale);
	// The face of the headings may come too late for the first page; others are broader.
	test.each([true, false])("holds what a reader needs, with the face of the headings: %s", async (withFace) => {
		const page = await open(360, 520);
		if (!withFace) await page.route("**/*.woff2", (route) => route.abort());
		await page.goto(`/${locale}`);
		// What comes too late for one page is there for the next.
		if (withFace) await page.goto(`/${locale}`);
		expect(await page.evaluate(() => document.fonts.check("800 20px Piazzolla"))).toBe(withFace);

		for (const of of locales)
			expect(await page.locator(".languages").innerText()).toContain(translator(of)("language.name"));
		const lead = await page.locator(".lead").innerText();
		expect(lead.match(/\p{L}\.(?= |$)/gu)).toHaveLength(2);
		expect(await page.locator(".first .button").innerText()).toBe(t("campaign.sign"));
		expect(await page.locator(".first .count").innerText()).toBe(await headline(site.app, locale));
		const ways = page.locator(".front .ways a");
		expect(await ways.allInnerTexts()).toEqual([
			t("campaign.pickets", { count: 4 }),
			t("campaign.timeline"),
			t("campaign.memorial"),
		]);
		const tops = await ways.evaluateAll((links) => links.map((link) => link.getBoundingClientRect().top));
		expect(new Set(tops).size, "one line").toBe(1);

		for (const part of [".languages li", "h1", ".lead", ".first .button", ".first .count", ".front .ways a"])
			for (const box of await Promise.all((await page.locator(part).all()).map((one) => one.boundingBox()))) {
				expect(box?.y, part).toBeGreaterThanOrEqual(0);
				expect((box?.y ?? 999) + (box?.height ?? 0), part).toBeLessThanOrEqual(520);
				expect((box?.x ?? 999) + (box?.width ?? 0), part).toBeLessThanOrEqual(360);
			}
		await page.close();
	});
});

test("no page is wider than a small phone, a desktop's window at 400 %, and what is pressed is 44 pixels high", async () => {
	const page = await open(320, 568);
	for (const path of [...inTurn, "/kk", "/kk/petitions/zhanaozen", "/mailbox", "/components"]) {
		await page.goto(path);
		expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
		expect(await tooSmall(page), path).toEqual([]);
	}
	await page.close();
});

test("letters of twice the size, as a reader sets them, still fit the screen", async () => {
	const page = await open(640, 900);
	await page.goto("/kk");
	const before = await page.locator("h1").evaluate((h1) => h1.getBoundingClientRect().height);
	await page.evaluate(() => document.documentElement.style.setProperty("font-size", "225%"));
	expect(await page.locator("h1").evaluate((h1) => h1.getBoundingClientRect().height)).toBeGreaterThan(before);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
	await page.close();
});

test("on paper the petition is a sheet to read and the timeline says where each source is", async () => {
	const page = await open(700, 900);
	await page.emulateMedia({ media: "print" });
	await page.goto("/en/petitions/zhanaozen");
	for (const part of ["h1", ".addressees", ".prose", ".facts"])
		expect(await page.locator(part).first().isVisible(), part).toBe(true);
	for (const part of ["form.sign", ".languages", "footer.site", ".button"])
		expect(await page.locator(part).first().isVisible(), part).toBe(false);
	await page.goto("/en/campaigns/zhanaozen/timeline");
	for (const link of await page.locator(".sources a").all())
		expect(await link.getAttribute("href")).toBe(`https://${await link.innerText()}`);
	expect(await page.locator(".sources a").count()).toBeGreaterThan(6);
	await page.close();
});

test("the state's word and others' stand side by side where there is room, and one under the other where there is none", async () => {
	const page = await open(1280, 900);
	await page.goto("/en/campaigns/zhanaozen/timeline");
	const boxes = async () => {
		const both = page.locator(".claims-both").first();
		return Promise.all([
			both.locator(".claim-official").boundingBox(),
			both.locator(".claim:not(.claim-official)").first().boundingBox(),
		]);
	};
	const [state, other] = await boxes();
	expect(other?.x).toBeGreaterThan((state?.x ?? 0) + (state?.width ?? 0));
	expect(other?.y).toBe(state?.y);
	await page.setViewportSize({ width: 360, height: 640 });
	const [above, below] = await boxes();
	expect(below?.x).toBe(above?.x);
	expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
	await page.close();
});

test("a page is at most 60 kB in at most 4 requests, and nothing on it moves while it comes", async () => {
	// Of the site's own pages, which are of one make, the longest stands for all.
	const weighed = inTurn.filter((path) => /\/(campaigns|petitions|privacy)\b|^\/..$/.test(path));
	expect(weighed.length).toBeGreaterThan(10);
	for (const path of weighed) {
		const { requests, bytes, shift } = await weigh(site.browser, site.app.origin, path);
		expect(requests, path).toBeLessThanOrEqual(most.requests);
		expect(bytes, path).toBeLessThanOrEqual(most.bytes);
		expect(bytes, path).toBeGreaterThan(5_000);
		expect(shift, path).toBe(0);
	}
}, 90_000);
