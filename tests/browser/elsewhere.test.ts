import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { locales, translator } from "#app/i18n/translate.ts";
import { count } from "#tests/support/signing.ts";
import { openReader } from "./browser.ts";
import { axeFinds } from "./checks.ts";
import { openSite, type Site } from "./site.ts";

// The built product in a frame of another site, and its sheets as Chromium prints them.
let site: Site;
let partner: Server;
let framing: string;
beforeAll(async () => {
	site = await openSite();
	const page = (path: string) =>
		`<!doctype html><html lang="en"><title>A sample partner</title><link rel="icon" href="data:,">
		<iframe src="${site.app.origin}${path}" title="A frame" width="300" height="340"></iframe>`;
	partner = createServer((request, answer) => {
		answer.setHeader("Content-Type", "text/html").end(page(request.url ?? ""));
	});
	await new Promise<void>((listening) => partner.listen(0, "127.0.0.1", listening));
	// Another host than the product's own: another site, whose cookies would be a third party's.
	framing = `http://127.0.0.1:${(partner.address() as AddressInfo).port}`;
}, 600_000); // Chromium may have to be installed first.
afterAll(async () => {
	await site?.close();
	partner?.close();
});

test.each(locales)(
	"another site shows the number in a frame 300 pixels wide, in %s, and nobody else is asked",
	async (locale) => {
		const { page, context, asked, complaints } = await openReader(site.browser, framing, true);
		for (const [path, colorScheme] of [
			["/embed/petitions/zhanaozen", "light"],
			["/embed/pickets", "dark"],
		] as const) {
			await page.emulateMedia({ colorScheme });
			await page.goto(`${path}?l=${locale}`);
			const frame = page.frames()[1];
			await frame?.locator("h1").waitFor();
			const width = await frame?.evaluate(() => document.documentElement.scrollWidth);
			expect(width).toBeLessThanOrEqual(300);
			if (path.includes("petitions")) {
				const goal = await frame?.locator("progress").getAttribute("value");
				expect(Number(goal)).toBe(await count(site.app));
				const opened = context.waitForEvent("page");
				await frame?.getByRole("link", { name: translator(locale)("embed.sign") }).click();
				const signing = await opened;
				await signing.waitForURL(`**/${locale}/petitions/zhanaozen#sign`);
				expect(await signing.evaluate(() => window.opener)).toBeNull();
				await signing.close();
			}
		}
		const hosts = new Set(
			asked.filter((address) => !address.startsWith("data:")).map((address) => new URL(address).origin),
		);
		expect([...hosts].sort()).toEqual([framing, site.app.origin].sort());
		expect(complaints).toEqual([]);
		expect(await context.cookies()).toEqual([]);
		await context.close();
	},
);

test("axe finds nothing on what is framed, nor on the open form", async () => {
	const { page, context } = await openReader(site.browser, site.app.origin, true);
	for (const path of ["/embed/petitions/zhanaozen?l=kk", "/embed/pickets?l=ru", "/ru/petitions/zhanaozen/sheet"])
		for (const colorScheme of ["light", "dark"] as const) {
			await page.emulateMedia({ colorScheme });
			await page.goto(path);
			expect([path, await axeFinds(page)]).toEqual([path, []]);
		}
	await context.close();
});

test("a sheet for signatures is one page of A4 in every language, under a long Kazakh title too", async () => {
	const { page, context, complaints } = await openReader(site.browser, site.app.origin, false);
	const pagesOf = async (locale: string) => {
		await page.goto(`/${locale}/petitions/zhanaozen/sheet`);
		const printed = await page.pdf({ format: "A4", preferCSSPageSize: true });
		return printed.toString("latin1").match(/\/Type ?\/Page\b(?!s)/g)?.length;
	};
	for (const locale of locales) expect([locale, await pagesOf(locale)]).toEqual([locale, 1]);
	// As long as four of the real one. What another campaign is called is not known here.
	const long = "Жаңаөзендегі қырғынды тәуелсіз халықаралық тұрғыда тергеу туралы ".repeat(4);
	await page.goto("/kk/petitions/zhanaozen/sheet");
	await page.locator(".sheet h2").evaluate((heading, text) => {
		heading.textContent = text;
	}, long);
	const printed = await page.pdf({ format: "A4", preferCSSPageSize: true });
	expect(printed.toString("latin1").match(/\/Type ?\/Page\b(?!s)/g)).toHaveLength(1);
	expect(complaints).toEqual([]);
	await context.close();
});
