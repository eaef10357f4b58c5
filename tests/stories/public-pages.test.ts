import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sitePages } from "#app/ui/site-pages.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { sign } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app.stop());

const pages = ["en", "ru", "kk"].flatMap((locale) => [
	`/${locale}`,
	`/${locale}/campaigns/zhanaozen`,
	`/${locale}/campaigns/zhanaozen/timeline`,
	`/${locale}/campaigns/zhanaozen/memorial`,
	`/${locale}/campaigns/zhanaozen/updates`,
	`/${locale}/campaigns/zhanaozen/updates/1`,
	`/${locale}/campaigns/zhanaozen/share`,
	`/${locale}/petitions/zhanaozen`,
	...sitePages.map((page) => `/${locale}/${page}`),
]);

describe.each(pages)("%s", (path) => {
	test("has the same bytes for two readers, and tells neither apart", async () => {
		const one = await app.get(path, { "User-Agent": "one", "Accept-Language": "kk", Cookie: "a=1" });
		const two = await app.get(path, { "User-Agent": "two", "Accept-Language": "en" });
		expect(one.status).toBe(200);
		expect(await one.text()).toBe(await two.text());
		expect(one.headers.get("ETag")).toBe(two.headers.get("ETag"));
		expect(one.headers.has("Set-Cookie")).toBe(false);
	});

	test("answers 304 to who has it", async () => {
		const etag = (await app.get(path)).headers.get("ETag") ?? "";
		const again = await app.get(path, { "If-None-Match": etag });
		expect([again.status, await again.text()]).toEqual([304, ""]);
	});

	test("asks for no script and no other host", async () => {
		// Data that no browser runs, and addresses that none fetches, are for search engines (tests/stories/finding.test.ts).
		const page = (await (await app.get(path)).text())
			.replace(/<script type="application\/ld\+json">[^<]*<\/script>/, "")
			.replace(/<link rel="(?:canonical|alternate)"[^>]*>/g, "");
		expect(page).not.toMatch(/<script|<iframe|\son[a-z]+=|\sstyle=/i);
		const fetched = [
			...page.matchAll(/<(?:link|img|source|audio|video|embed|object)\b[^>]*?\b(?:href|src|data)="([^"]+)"/g),
		];
		expect(fetched.length).toBeGreaterThan(0);
		for (const [, address] of fetched) expect(address).toMatch(/^\/(?!\/)/);
	});

	test("is in its language and offers the others by their names", async () => {
		const page = await (await app.get(path)).text();
		expect(page).toMatch(new RegExp(`<html lang="${path.slice(1, 3)}"`));
		for (const name of ["English", "Русский", "Қазақша"]) expect(page).toContain(name);
	});

	test("is marked as a demonstration", async () => {
		expect(await (await app.get(path)).text()).toContain('class="demonstration"');
	});
});

test("`/` leads to the reader's language", async () => {
	for (const [language, to] of [
		["kk-KZ,kk;q=0.9", "/kk"],
		["ru", "/ru"],
		["fr", "/en"],
	] as const) {
		const answer = await app.get("/", { "Accept-Language": language });
		expect([answer.status, answer.headers.get("Location"), answer.headers.get("Vary")]).toEqual([
			302,
			to,
			expect.stringContaining("Accept-Language"),
		]);
	}
});

test.each([
	"/fr",
	"/en/petitions/other",
	"/en/petitions/Zhanaozen%20",
	"/en/campaigns/none",
	"/ru/nowhere",
	"/nowhere",
	"/petitions/none/count.json",
	"/en/petitions/zhanaozen/thank-you/loud",
	"/it/petitions/zhanaozen",
])("%s is not found, in the language of the address", async (path) => {
	const answer = await app.get(path);
	expect(answer.status).toBe(404);
	const text = await answer.text();
	if (path.startsWith("/ru")) expect(text).toContain('<html lang="ru"');
});

test("the form's own address leads a reader back to the petition", async () => {
	const answer = await app.get("/ru/petitions/zhanaozen/sign");
	expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/ru/petitions/zhanaozen"]);
});

test("the mailbox gives every mail, newest first, in the fields of the contract", async () => {
	for (const email of ["first@example.org", "second@example.org"]) {
		await sign(app, email);
		await expect.poll(async () => (await app.mails())[0]?.to, { timeout: 10_000 }).toBe(email);
	}
	const mails = (await (await app.get("/mailbox.json")).json()) as Record<string, unknown>[];
	expect(mails.map(({ to }) => to)).toEqual(["second@example.org", "first@example.org"]);
	for (const mail of mails)
		expect(Object.keys(mail).sort()).toEqual(["date", "headers", "html", "id", "subject", "text", "to"]);
	expect(await (await app.get("/mailbox")).text()).toContain(String(mails[0]?.subject));
});

test("the count is machine-readable, to the minute, and open to every site", async () => {
	const answer = await app.get("/petitions/zhanaozen/count.json");
	expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
	expect(await answer.json()).toEqual({
		count: 0,
		// The marked samples: 4,200 (a branch of 240 among them), 1,350 and 60.
		organisations: 5,
		represented: 5_550,
		paper: 0,
		updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/),
	});
});

test("the style sheets are plain enough for old phones", () => {
	const folder = "app/ui/styles";
	for (const file of readdirSync(folder)) {
		const css = readFileSync(join(folder, file), "utf8");
		expect(css, file).not.toMatch(/@layer|@container|@property|&|:has\(/);
		// A rule within a rule would be nesting.
		const outside = css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@(?:media|supports)[^{]*\{/g, "");
		expect(outside, file).not.toMatch(/\{[^{}]*\{/);
	}
});
