import { sql } from "kysely";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { checkHtml } from "#tests/support/check-html.ts";
import { databaseAt, type TestDatabase } from "#tests/support/database.ts";
import { makePicket } from "#tests/support/pickets.ts";
import { plantedPhoto } from "#tests/support/planted-photo.ts";
import { axeFinds } from "./checks.ts";
import { openSite, type Site } from "./site.ts";

// A host with a browser and no script tells how it was; a reader sees it, on a narrow screen.

let site: Site;
let database: TestDatabase;
let host: Page;
let home: string;
let shown: string;
beforeAll(async () => {
	site = await openSite();
	const { app, browser, settings } = site;
	database = databaseAt(settings.DATABASE_URL ?? "", async () => undefined);
	const context = await browser.newContext({
		baseURL: app.origin,
		viewport: { width: 360, height: 640 },
		javaScriptEnabled: false,
	});
	host = await context.newPage();
	const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 16);
	const made = await makePicket(database.db, readKeyRing(settings.SECRET_KEYS), {
		host: "host@example.org",
		facts: { startsLocal: hoursAgo(5), endsLocal: hoursAgo(3), zone: "Etc/UTC" },
	});
	home = `/en/host/${made.hostToken}`;
	shown = `/en/pickets/${made.slug}`;
}, 600_000); // Chromium may have to be installed first.
afterAll(async () => {
	await database?.drop();
	await site?.close();
});

test("by keyboard and file alone, a wrong file first", async () => {
	await host.goto(home);
	await host.getByRole("link", { name: "How it was: write a report" }).click();
	await host.getByLabel("How many came").selectOption("25");
	await host.getByLabel("What happened").fill("We stood for two hours.");
	await host.getByRole("button", { name: "Send the report" }).click();
	await host.getByText("Your report waits for a moderator.").waitFor();
	await host.getByRole("link", { name: "Add photos" }).click();
	const send = async (name: string, buffer: Buffer) => {
		await host.getByLabel("Photo", { exact: true }).setInputFiles({ name, mimeType: "image/jpeg", buffer });
		await host.getByLabel("What can be seen").fill("A gate with candles");
		await host.getByLabel("Everyone who can be recognised agreed, or is blurred").check();
		await host.getByRole("button", { name: "Send the photo" }).click();
	};
	await send("one.heic", Buffer.from("\0\0\0\x24ftypheic\0\0\0\0mif1heic"));
	await host.locator("#photo-error", { hasText: "HEIC" }).waitFor();
	expect(await host.getByLabel("What can be seen").inputValue()).toBe("A gate with candles");
	await send("one.jpg", await plantedPhoto("jpeg", 6));
	await host.getByRole("img", { name: "A gate with candles" }).waitFor();
	expect(await host.locator("img").evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(160);
});

test("the pages are valid and accessible, and that of the picket asks for no picture", async () => {
	const { app, browser } = site;
	await sql`update picket_reports set state = 'shown'`.execute(database.owner);
	await sql`update picket_photos set state = 'shown'`.execute(database.owner);
	const page = await browser.newPage({ baseURL: app.origin, viewport: { width: 360, height: 640 } });
	const html = new Map<string, string>();
	const asked: string[] = [];
	for (const path of [home, `${home}/report`, `${home}/photos`, `${shown}/photos`, shown]) {
		html.set(path, await (await app.get(path)).text());
		asked.length = 0;
		const note = (request: { url(): string }) => void asked.push(request.url());
		page.on("request", note);
		await page.goto(path, { waitUntil: "networkidle" });
		page.off("request", note);
		expect([path, await axeFinds(page)]).toEqual([path, []]);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		expect([path, wide]).toEqual([path, 360]);
	}
	expect(checkHtml(html)).toEqual([]);
	expect(asked.length).toBeLessThanOrEqual(4);
	expect(asked.filter((url) => url.includes("/photos/"))).toEqual([]);
	expect(html.get(shown)).toContain("25 to 49 people came");
});
