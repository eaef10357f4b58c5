import { gzipSync } from "node:zlib";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { plantPickets } from "#tests/support/many-pickets.ts";
import { type MadePicket, makePicket } from "#tests/support/pickets.ts";

// Somebody in Brussels looks for a picket nearby, types as they please, and finds it by place and by day.

let app: TestApp;
beforeAll(async () => {
	app = await startApp({}, undefined, () => new Date("2026-11-23T10:00:00Z"));
	await app.owner.deleteFrom("pickets").execute();
	await make("london", { title: "At the embassy in London" });
	await make("brussels", {
		title: "Cours Saint-Michel",
		city: "Brussels",
		country: "BE",
		latitude: 50.85,
		longitude: 4.35,
		zone: "Europe/Brussels",
		language: "fr",
	});
	await make("antwerp", {
		title: "Antwerp stands",
		city: "Antwerp",
		country: "BE",
		latitude: 51.22,
		longitude: 4.4,
		zone: "Europe/Brussels",
		startsLocal: "2026-12-17T18:00",
		endsLocal: "2026-12-17T19:00",
	});
	await make("over", { startsLocal: "2026-11-01T12:00", endsLocal: "2026-11-01T13:00", title: "Long over" });
	await make("off", { title: "Called off" }, { state: "cancelled" });
	await make("waiting", { title: "Not read yet" }, { state: "waiting" });
	await make("refused", { title: "Refused" }, { state: "rejected" });
	await make("linked", { title: "For those with the link" }, { state: "unlisted" });
	await make("sampled", { title: "Marked" }, { sample: true });
	// Called off before anybody had listed it.
	await make("never", { title: "Never listed" }, { state: "cancelled" });
	await app.owner.updateTable("pickets").set({ listed_at: null }).where("slug", "=", "never").execute();
});
afterAll(() => app.stop());

async function make(slug: string, facts: MadePicket["facts"], more: Partial<MadePicket> = {}) {
	await makePicket(app.owner, keysOf(), { slug, facts, ...more });
}
function keysOf() {
	return readKeyRing(app.settings.SECRET_KEYS);
}

async function page(path: string): Promise<string> {
	const answer = await app.get(path);
	expect([path, answer.status]).toEqual([path, 200]);
	return answer.text();
}
const slugs = (html: string) =>
	[...html.matchAll(/<a href="\/[a-z]{2}\/pickets\/([a-z]+)" lang/g)].map(([, slug]) => slug);

describe("the list", () => {
	test("has what is to come and has been listed, by its own clocks; what was called off is struck, with the word", async () => {
		const html = await page("/en/pickets");
		expect(new Set(slugs(html))).toEqual(new Set(["london", "brussels", "off", "sampled", "antwerp"]));
		expect(slugs(html).at(-1)).toBe("antwerp");
		expect(html).toMatch(/<strong>Cancelled<\/strong> <s><a href="\/en\/pickets\/off"/);
		expect(html).toMatch(/pickets\/sampled"[^>]*>Marked<\/a> <span class="sample">Sample</);
		expect(html).toContain('<time dateTime="2026-12-16">16 December 2026</time>');
		expect(html).toContain('<time dateTime="2026-12-16T12:00:00+01:00">12:00–14:00 (GMT+1)</time>');
	});

	test("begins with the town's box, then how many, the days, the countries, and the map last", async () => {
		const html = await page("/en/pickets");
		const order = ['name="near"', "4 pickets to come", 'id="days"', "By country", 'class="world"'];
		const places = order.map((part) => html.indexOf(part));
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(places[0]).toBeGreaterThan(0);
		expect(html).toContain(">United Kingdom: 2</a>");
		expect(html).toContain(">Belgium: 2</a>");
		expect(html).not.toMatch(/ style=|<script(?! type="application\/ld\+json")/);
	});

	test("is narrowed by country, language and days", async () => {
		expect(slugs(await page("/en/pickets?country=BE"))).toEqual(["brussels", "antwerp"]);
		expect(slugs(await page("/en/pickets?language=fr"))).toEqual(["brussels"]);
		expect(slugs(await page("/en/pickets?from=2026-12-17"))).toEqual(["antwerp"]);
		expect(slugs(await page("/en/pickets?to=2026-12-16&country=BE"))).toEqual(["brussels"]);
		expect(slugs(await page("/en/pickets?from=2026-02-31"))).toHaveLength(5);
		// Days that no calendar here has, and numbers of no city, are as good as none.
		for (const asked of ["from=0000-01-01", "to=0001-01-01", "from=9999-12-31", "to=9999-12-31", "city=99999999"])
			expect([asked, slugs(await page(`/en/pickets?${asked}`)).length]).toEqual([asked, 5]);
	});
});

describe("near a place", () => {
	const placeOf = async (typed: string, rest = "") =>
		(await app.get(`/en/pickets?near=${encodeURIComponent(typed)}${rest}`)).headers.get("Location");

	test("however people write it, there is one page of it", async () => {
		const [first, ...others] = await Promise.all(["Brussels", "bruxelles", "Брюссель"].map((typed) => placeOf(typed)));
		expect(first).toMatch(/^\/en\/pickets\?near=\d+$/);
		for (const other of others) expect(other).toBe(first);
		expect(await placeOf("Brussels", "&country=BE&from=&language=")).toMatch(/^\/en\/pickets\?country=BE&near=\d+$/);
	});

	test("shows what is there and how far it is", async () => {
		const html = await page((await placeOf("Brussels")) ?? "");
		expect(slugs(html)).toEqual(["brussels", "antwerp"]);
		expect(html).toContain("Within 100 km of Brussels");
		expect(html).toMatch(/Antwerp, Belgium(?:<!-- -->)? · 4\d km away/);
		expect(html).toContain('value="Brussels"');
	});

	test("where there is none the nearest are shown, and it is said", async () => {
		const html = await page((await placeOf("Reykjavík")) ?? "");
		expect(html).toContain("There is none within 100 km. These are the nearest.");
		expect(new Set(slugs(html).slice(0, 3))).toEqual(new Set(["london", "off", "sampled"]));
	});

	test("who may mean several is asked which; who means none is told so", async () => {
		const html = await page("/en/pickets?near=Valencia");
		expect(html).toContain("Which of these do you mean?");
		expect(html).toMatch(/href="\/en\/pickets\?near=2509954">Valencia, Spain</);
		expect(await page("/ru/pickets?near=Абракадабра")).toContain("Мы не нашли города «Абракадабра»");
	});

	test("a town of the campaign is found in Kazakh", async () => {
		const answer = await app.get(`/kk/pickets?near=${encodeURIComponent("Жаңаөзен")}`);
		expect(answer.headers.get("Location")).toBe("/kk/pickets?near=607610");
	});
});

test("among thousands a page stays light, and leads on to the next", async () => {
	await plantPickets(app.owner, 3_000);
	const html = await page("/kk/pickets");
	expect(slugs(html).length + [...html.matchAll(/pickets\/planted-\d+"/g)].length).toBe(30);
	expect(gzipSync(html).length).toBeLessThan(30_000);
	expect(html).toContain('href="/kk/pickets?page=2"');
	expect(await page("/kk/pickets?page=2")).toContain('href="/kk/pickets?page=3"');
});

test("with nothing listed it says what one can do", async () => {
	await sql`update pickets set listed_at = null, state = 'waiting', cancelled_at = null`.execute(app.owner);
	const html = await page("/en/pickets");
	expect(html).toContain("No picket to come is known to us");
	expect(html).toContain('href="/en/pickets/new"');
	expect(html).toContain('href="/pickets.atom?l=en"');
});
