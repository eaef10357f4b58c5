import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Product, startProduct } from "#tests/support/product.ts";
import { openBrowser, openReader } from "./browser.ts";

// The built product: real style sheets, real pictures, real headers.
let product: Product;
let origin: string;
let browser: Browser;
let dataDir: string;
beforeAll(async () => {
	dataDir = await mkdtemp(join(tmpdir(), "yntymaq-paper-"));
	product = startProduct({ dataDir, cwd: process.cwd() });
	origin = await product.site;
	browser = await openBrowser();
}, 600_000); // Chromium may have to be installed first.
afterAll(async () => {
	await browser?.close();
	product.interrupt();
	await product.ended;
	await rm(dataDir, { recursive: true, force: true });
});

const home = "/campaigns/zhanaozen";

test("structured data offends no policy, and the code on a poster is shown", async () => {
	const { page, context, complaints } = await openReader(browser, origin, true);
	for (const path of [home, `${home}/updates/1`, `${home}/share/poster`]) await page.goto(`/ru${path}`);
	const pictures = page.locator("main img");
	for (const picture of await pictures.all()) await picture.scrollIntoViewIfNeeded();
	const shown = () =>
		pictures.evaluateAll((all) => all.map((picture) => (picture as HTMLImageElement).naturalWidth > 0));
	await expect.poll(shown).toEqual([true]);
	expect(complaints).toEqual([]);
	await context.close();
});

test.each(["en", "ru", "kk"])("a poster, and two leaflets, each fill one page of A4, in %s", async (locale) => {
	const { page, context, complaints } = await openReader(browser, origin, false);
	for (const form of ["poster", "leaflet"]) {
		await page.goto(`/${locale}${home}/share/${form}`);
		const printed = await page.pdf({ format: "A4", preferCSSPageSize: true });
		expect(printed.toString("latin1").match(/\/Type ?\/Page\b(?!s)/g), form).toHaveLength(1);
	}
	expect(complaints).toEqual([]);
	await context.close();
});
