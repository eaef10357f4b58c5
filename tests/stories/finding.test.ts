import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales } from "#app/i18n/translate.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { headOf, type PageHead } from "#tests/support/page-head.ts";
import { publicAddresses, unfoundAddresses } from "#tests/support/public-addresses.ts";
import { parseXml, within } from "#tests/support/xml.ts";

// What search engines and messengers find: each public page at one address, in each language, without naming a cause
// where that could harm its reader.

let app: TestApp;
/** Every page that links lead to from the first one, in every language, by its address. */
let pages: Map<string, PageHead>;
let listed: { path: string; alternates: Record<string, string>; changed: string | undefined }[];

beforeAll(async () => {
	app = await startApp();
	pages = await crawl(locales.map((locale) => `/${locale}`));
	const map = parseXml(await (await app.get("/sitemap.xml")).text());
	listed = within(map, "url").map((url) => ({
		path: pathOf(within(url, "loc")[0]?.text ?? ""),
		alternates: Object.fromEntries(
			within(url, "xhtml:link").map(({ attributes }) => [attributes.hreflang, pathOf(attributes.href ?? "")]),
		),
		changed: within(url, "lastmod")[0]?.text,
	}));
});
afterAll(() => app.stop());

async function crawl(from: string[]): Promise<Map<string, PageHead>> {
	const found = new Map<string, PageHead>();
	const waiting = [...from];
	const seen = new Set(waiting);
	for (let path = waiting.pop(); path; path = waiting.pop()) {
		const answer = await app.get(path);
		expect([path, answer.status]).toEqual([path, 200]);
		if (!answer.headers.get("Content-Type")?.startsWith("text/html")) continue;
		const html = await answer.text();
		found.set(path, { ...headOf(html), noindex: headOf(html).noindex || answer.headers.has("X-Robots-Tag") });
		for (const [, href = ""] of html.matchAll(/<a [^>]*?href="(\/[^"#?]*)/g)) {
			if (seen.has(href)) continue;
			seen.add(href);
			waiting.push(href);
		}
	}
	return found;
}

/** The path of a whole address of this site. */
function pathOf(address: string): string {
	const { origin, pathname } = new URL(address);
	expect(origin).toBe(app.origin);
	return pathname;
}

const findable = () => [...pages].filter(([, { noindex }]) => !noindex);

test("links lead to every kind of page, and to none that is missing", () => {
	expect(pages.size).toBeGreaterThan(3 * 18);
	for (const page of ["/timeline", "/memorial", "/updates", "/updates/1", "/share", "/share/poster", "/share/leaflet"])
		for (const locale of locales) expect(pages.has(`/${locale}/campaigns/zhanaozen${page}`), page).toBe(true);
});

test("every page that may be found says once where it is, and in which languages; the others say nothing of it", () => {
	for (const [path, head] of pages) {
		if (head.noindex) {
			expect([path, head.canonical, head.alternates]).toEqual([path, [], {}]);
			continue;
		}
		const [canonical = "", ...more] = head.canonical.map(pathOf);
		expect([path, more]).toEqual([path, []]);
		expect(pages.get(canonical)?.canonical.map(pathOf), path).toEqual([canonical]);
		// While one campaign is live the front page is it, at its own address.
		expect(canonical).toBe(/^\/[a-z]{2}$/.test(path) ? `${path}/campaigns/zhanaozen` : path);
		const alternates = Object.fromEntries(Object.entries(head.alternates).map(([key, to]) => [key, pathOf(to)]));
		expect(Object.keys(alternates).sort(), path).toEqual([...locales, "x-default"].sort());
		expect(alternates[path.slice(1, 3)]).toBe(canonical);
		expect(alternates["x-default"]).toBe(alternates.en);
		for (const locale of locales) {
			const other = pages.get(alternates[locale] ?? "");
			expect(other?.alternates, `${path} and ${alternates[locale]}`).toEqual(head.alternates);
		}
	}
});

test("the sitemap has each page that may be found, in each language, and no other", () => {
	const own = findable().filter(([path, { canonical }]) => canonical.map(pathOf)[0] === path);
	expect(listed.map(({ path }) => path).sort()).toEqual(own.map(([path]) => path).sort());
	for (const { path, alternates } of listed) {
		const head = pages.get(path);
		for (const [language, to] of Object.entries(head?.alternates ?? {})) expect(alternates[language]).toBe(pathOf(to));
		expect(Object.keys(alternates)).toHaveLength(locales.length + 1);
	}
});

test("every kind of page that may be found is among those that are checked for HTML, axe, weight and language", () => {
	const kinds = listed.map(({ path }) => path.slice("/en".length).replace(/updates\/\d+$/, "updates/1"));
	// The front page is listed at its campaign's address.
	const unfound = new Set<string>(["", ...unfoundAddresses]);
	expect([...new Set(kinds)].sort()).toEqual(publicAddresses.filter((address) => !unfound.has(address)).sort());
});

test("the sitemap dates what has a date", () => {
	const days = Object.fromEntries(listed.map(({ path, changed }) => [path, changed]));
	expect(days["/kk/campaigns/zhanaozen/updates/1"]).toBe("2026-11-22");
	expect(days["/kk/campaigns/zhanaozen/updates"]).toBe("2026-11-22");
	expect(days["/kk/campaigns/zhanaozen"]).toBeUndefined();
});

test("robots.txt leads to the sitemap", async () => {
	const text = await (await app.get("/robots.txt")).text();
	expect(text).toContain(`\nSitemap: ${app.origin}/sitemap.xml\n`);
});

describe("titles and cards", () => {
	test("every page has its own title, and every page that may be found a description", () => {
		for (const locale of locales) {
			const titles = findable().filter(
				([path, { canonical }]) => path.startsWith(`/${locale}/`) && canonical.length > 0,
			);
			expect(new Set(titles.map(([, { title }]) => title)).size, locale).toBe(titles.length);
		}
		for (const [path, { description }] of findable()) expect(description?.length, path).toBeGreaterThan(10);
	});

	test("in Russian and Kazakh no title and no card names the town or a cause, nor does any picture", () => {
		const cause = /анаозен|аңаөзен|zhanaozen|расстрел|қырғын|убит|погиб|қаза|оқ атты|огонь/i;
		for (const [path, { title, og }] of pages)
			if (/^\/(ru|kk)/.test(path))
				expect([title, og["og:title"], og["og:description"], og["og:image:alt"]].join(" "), path).not.toMatch(cause);
		expect(pages.get("/ru/campaigns/zhanaozen")?.title).toBe("16 декабря");
		expect(pages.get("/kk/petitions/zhanaozen")?.og["og:title"]).toBe("Петиция: 16 желтоқсан");
		expect(pages.get("/en/campaigns/zhanaozen")?.title).toBe("Zhanaozen, 16 December 2011");
	});

	test("each card has its words, its language and a picture of the size that it says", async () => {
		const pictures = new Map<string, string>();
		for (const [path, { og, twitterCard, canonical }] of findable()) {
			expect(og["og:title"], path).toBeTruthy();
			expect(og["og:description"], path).toBeTruthy();
			expect(og["og:url"], path).toBe(canonical[0]);
			expect(og["og:locale"], path).toMatch(new RegExp(`^${path.slice(1, 3)}_[A-Z]{2}$`));
			expect([og["og:image:width"], og["og:image:height"], twitterCard]).toEqual([
				"1200",
				"630",
				"summary_large_image",
			]);
			pictures.set(pathOf(og["og:image"] ?? ""), path.slice(1, 3));
		}
		const bodies = new Set<string>();
		for (const [picture, locale] of pictures) {
			const answer = await app.get(picture);
			expect([picture, answer.status, answer.headers.get("Content-Type")]).toEqual([picture, 200, "image/png"]);
			expect(picture).toContain(`/og/${locale}`);
			const body = Buffer.from(await answer.arrayBuffer());
			// PNG: signature, then IHDR with width and height (RFC 2083 §4.1.1).
			expect(body.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
			expect([body.readUInt32BE(16), body.readUInt32BE(20)]).toEqual([1200, 630]);
			expect(body.length).toBeLessThan(60_000);
			bodies.add(body.toString("base64"));
		}
		// The campaign's and the petition's in three languages, and the site's own.
		expect([pictures.size, bodies.size]).toEqual([9, 9]);
	});

	test.each([
		"/og/it/campaigns/zhanaozen.png",
		"/og/en/campaigns/none.png",
		"/og/en/petitions/none.png",
		"/og/en/campaigns/zhanaozen.svg",
		"/og/en",
	])("there is no picture %s", async (path) => {
		expect((await app.get(path)).status).toBe(404);
	});
});

describe("structured data", () => {
	test("is JSON that closes no element, and names this page and who publishes it", () => {
		const told = findable().filter(([, { data }]) => data.length > 0);
		expect(told.length).toBeGreaterThan(3 * 3);
		for (const [path, { data, canonical }] of told) {
			expect(data, path).toHaveLength(1);
			expect(data[0], path).not.toMatch(/[<>]/);
			const whole = JSON.parse(data[0] ?? "");
			const page = whole["@graph"]?.[0] ?? whole;
			expect(whole["@context"]).toBe("https://schema.org");
			expect([page["@id"], page.url, page.inLanguage]).toEqual([canonical[0], canonical[0], path.slice(1, 3)]);
			expect(page.publisher).toEqual({ "@type": "Organization", name: "Yntymaq", url: `${app.origin}/` });
		}
	});

	test("tells of an update when it was written and what it belongs to", () => {
		const { data } = pages.get("/en/campaigns/zhanaozen/updates/1") ?? { data: [] };
		const [article, trail] = JSON.parse(data[0] ?? "")["@graph"];
		expect(article).toMatchObject({
			"@type": "Article",
			headline: "This campaign can be read in three languages",
			datePublished: "2026-11-22T00:00:00+05:00",
			dateModified: "2026-11-22T00:00:00+05:00",
		});
		const steps = trail.itemListElement as { position: number; item: string }[];
		expect(steps.map(({ position }) => position)).toEqual([1, 2, 3]);
		for (const { item } of steps) expect(pages.has(pathOf(item)), item).toBe(true);
	});
});
