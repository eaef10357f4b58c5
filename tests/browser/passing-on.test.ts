import { afterAll, beforeAll, expect, test } from "vitest";
import { openReader } from "./browser.ts";
import { openSite, type Site } from "./site.ts";

let site: Site;
beforeAll(async () => {
	site = await openSite();
}, 600_000); // Chromium may have to be installed first.
afterAll(() => site?.close());

const home = "/campaigns/zhanaozen";

test("structured data offends no policy, and the code on a poster is shown", async () => {
	const { page, context, complaints } = await openReader(site.browser, site.app.origin, true);
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
	const { page, context, complaints } = await openReader(site.browser, site.app.origin, false);
	for (const form of ["poster", "leaflet"]) {
		await page.goto(`/${locale}${home}/share/${form}`);
		const printed = await page.pdf({ format: "A4", preferCSSPageSize: true });
		expect(printed.toString("latin1").match(/\/Type ?\/Page\b(?!s)/g), form).toHaveLength(1);
	}
	expect(complaints).toEqual([]);
	await context.close();
});
