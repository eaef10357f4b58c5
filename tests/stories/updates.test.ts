import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCampaign } from "#app/campaigns/content/read-campaign.server.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { type Element, parseXml, within } from "#tests/support/xml.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app.stop());

const home = "/campaigns/zhanaozen";
const textOf = async (path: string) => (await app.get(path)).text();
const mainOf = async (path: string) => /<main.*<\/main>/s.exec(await textOf(path))?.[0] ?? "";
const feedOf = async (locale: string) => parseXml(await textOf(`/${locale}${home}/updates.atom`));
const one = (element: Element, name: string) => {
	const found = within(element, name);
	expect(found, name).toHaveLength(1);
	return found[0] as Element;
};

/** The first import once more, with or without the demonstration's samples. */
const again = async (samples?: "db/samples/zhanaozen") =>
	importCampaign(app.db, readKeyRing(app.settings.SECRET_KEYS), await readCampaign("db/content/zhanaozen", samples), {
		sample: true,
	});
/** A page is kept until Postgres has told that it has changed. */
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 10_000 });
const statusOf = async (path: string) => (await app.get(path)).status;

describe.each(["en", "ru", "kk"])("updates, in %s", (locale) => {
	test("stand in a list, the newest first, each a page with a message to copy that ends in its address", async () => {
		const list = await mainOf(`/${locale}${home}/updates`);
		const days = [...list.matchAll(/<time dateTime="([\d-]+)"/gi)].map(([, day]) => day);
		expect(days.length).toBeGreaterThan(1);
		expect(days).toEqual([...days].sort().reverse());
		for (const [, path = ""] of list.matchAll(/href="([^"]+\/updates\/\d+)"/g)) {
			const page = await mainOf(path);
			const title = /<h1>([^<]+)/.exec(page)?.[1];
			const messages = [...page.matchAll(/<p class="copy">([^<]+)<\/p>/g)].map(([, message = ""]) => message);
			expect(messages.length).toBeGreaterThan(0);
			for (const [i, message] of messages.entries()) {
				expect(message).toContain(title);
				expect(message.endsWith(`${app.origin}${path}`)).toBe(true);
				expect(message.length).toBeLessThanOrEqual(i === 0 ? 300 : 900);
			}
		}
	});

	test("are followed by Atom as RFC 4287 asks", async () => {
		const answer = await app.get(`/${locale}${home}/updates.atom`);
		expect(answer.headers.get("Content-Type")).toBe("application/atom+xml; charset=utf-8");
		const feed = parseXml(await answer.text());
		expect([feed.name, feed.attributes.xmlns]).toEqual(["feed", "http://www.w3.org/2005/Atom"]);
		expect(feed.attributes["xml:lang"]).toBe(locale);
		expect(one(one(feed, "author"), "name").text).toBe("Yntymaq");
		expect(linkOf(feed, "self")).toBe(`${app.origin}/${locale}${home}/updates.atom`);
		expect(linkOf(feed, "alternate")).toBe(`${app.origin}/${locale}${home}/updates`);
		const entries = within(feed, "entry");
		expect(entries.length).toBeGreaterThan(1);
		for (const part of [feed, ...entries]) {
			expect(new URL(one(part, "id").text).href).toBe(one(part, "id").text);
			expect(one(part, "title").text.length).toBeGreaterThan(0);
			expect(one(part, "updated").text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/);
		}
		expect(one(feed, "updated").text).toBe(
			entries
				.map((entry) => one(entry, "updated").text)
				.sort()
				.at(-1),
		);
		expect(new Set([feed, ...entries].map((part) => one(part, "id").text)).size).toBe(entries.length + 1);
		for (const entry of entries) {
			expect(one(entry, "content").attributes.type).toBe("html");
			// Nothing in it leads to where the reader of a feed is not.
			for (const [, href = ""] of one(entry, "content").text.matchAll(/href="([^"]*)"/g))
				expect(new URL(href).origin).toBe(app.origin);
			expect((await app.get(new URL(linkOf(entry, "alternate")).pathname)).status).toBe(200);
		}
	});

	test("that are samples say so wherever they are shown, and the others do not", async () => {
		const marks = { en: "Sample", ru: "Образец", kk: "Үлгі" } as const;
		const mark = marks[locale as keyof typeof marks];
		expect(await mainOf(`/${locale}${home}/updates/90`)).toContain(`<strong class="sample">${mark}</strong>`);
		expect(await mainOf(`/${locale}${home}/updates/90`)).toContain(`<p class="copy">${mark}: `);
		expect(await mainOf(`/${locale}${home}/updates/1`)).not.toContain("sample");
		const [first, sample] = within(await feedOf(locale), "entry");
		expect([first && within(first, "category"), one(first as Element, "title").text.includes(mark)]).toEqual([
			[],
			false,
		]);
		expect(one(sample as Element, "category").attributes.term).toBe("sample");
		expect(one(sample as Element, "title").text).toMatch(new RegExp(`^${mark}: `));
	});

	test("have their latest on the page of the campaign", async () => {
		const page = await mainOf(`/${locale}${home}`);
		expect(page).toContain(`href="/${locale}${home}/updates/1"`);
		expect(page).toContain(`href="/${locale}${home}/updates"`);
		expect(page).not.toContain("/updates/90");
	});
});

test("a feed begins its days in the zone of its campaign", async () => {
	const [entry] = within(await feedOf("en"), "entry");
	expect(one(entry as Element, "published").text).toBe("2026-11-22T00:00:00+05:00");
});

test.each(["0", "01", "2", "91", "1.5", "x", "99999"])("there is no update %s", async (number) => {
	expect(await statusOf(`/en${home}/updates/${number}`)).toBe(404);
});

test("a later import keeps an update's address and id, and dates its new words", async () => {
	const ids = async () => within(await feedOf("en"), "entry").map((entry) => one(entry, "id").text);
	const before = await ids();
	const content = await readCampaign("db/content/zhanaozen", "db/samples/zhanaozen");
	for (const { path, matter } of content.documents)
		if (path.startsWith("updates/01")) Object.assign(matter, { title: "Other words", revised: "2026-12-01" });
	await importCampaign(app.db, readKeyRing(app.settings.SECRET_KEYS), content, { sample: true });
	await soon(() => mainOf(`/en${home}/updates/1`)).toContain("Changed on 1 December 2026");
	await soon(() => textOf(`/en${home}/updates.atom`)).toContain("Other words");
	const [entry] = within(await feedOf("en"), "entry");
	expect(await ids()).toEqual(before);
	expect(one(entry as Element, "published").text).toContain("2026-11-22");
	expect(one(entry as Element, "updated").text).toContain("2026-12-01");
});

test("what has left the folder leaves the site, unless it was edited there", async () => {
	await again();
	await soon(() => statusOf(`/en${home}/updates/90`)).toBe(404);
	expect(await statusOf(`/en${home}/updates/1`)).toBe(200);
	await again("db/samples/zhanaozen");
	await sql`update campaign_documents set edited_at = now() where path = 'updates/90-sample' and locale = 'en'`.execute(
		app.owner,
	);
	expect(await again()).toEqual({ isNew: false, kept: ["en/updates/90-sample"] });
	await soon(() => statusOf(`/ru${home}/updates/90`)).toBe(404);
	expect(await statusOf(`/en${home}/updates/90`)).toBe(200);
});

test("before there is any the page says so, and the feed is whole", async () => {
	await sql`update campaign_documents set path = 'left/' || split_part(path, '/', 2) where path like 'updates/%'`.execute(
		app.owner,
	);
	await soon(() => mainOf(`/en${home}/updates`)).toContain("There are no updates yet.");
	await soon(async () => one(await feedOf("en"), "updated").text).toBe("1970-01-01T00:00:00+05:00");
	await soon(() => mainOf(`/en${home}`)).not.toContain("/updates");
});

function linkOf(element: Element, rel: string): string {
	const [link, ...more] = within(element, "link").filter(({ attributes }) => attributes.rel === rel);
	expect([link === undefined, more]).toEqual([false, []]);
	return link?.attributes.href ?? "";
}
