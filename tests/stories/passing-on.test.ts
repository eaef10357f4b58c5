import { Resvg } from "@resvg/resvg-js";
import jsqr from "jsqr";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { qrSvg } from "#app/web/qr.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { parseXml, within } from "#tests/support/xml.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app.stop());

const home = "/campaigns/zhanaozen";
const textOf = async (path: string) => (await app.get(path)).text();

/** What a telephone reads off a code. */
function readCode(svg: string, width: number): string | undefined {
	const { pixels, width: w, height: h } = new Resvg(svg, { fitTo: { mode: "width", value: width } }).render();
	return jsqr(new Uint8ClampedArray(pixels), w, h)?.data;
}

describe("the code of a petition", () => {
	test("is read as the petition's address, small and large", async () => {
		const answer = await app.get("/petitions/zhanaozen/qr.svg");
		expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "image/svg+xml"]);
		const svg = await answer.text();
		for (const width of [120, 264, 1000]) expect(readCode(svg, width)).toBe(`${app.origin}/petitions/zhanaozen`);
	});

	test("has a name for who does not see it, and a quiet zone of four modules on white", () => {
		const svg = parseXml(qrSvg("https://example.org/petitions/a?b=1&c=2").text);
		expect(svg.attributes.role).toBe("img");
		expect(within(svg, "title")[0]?.text).toBe("https://example.org/petitions/a?b=1&c=2");
		const [ground, modules] = within(svg, "path");
		const size = Number(svg.attributes.viewBox?.split(" ")[2]);
		expect(ground?.attributes).toMatchObject({ fill: "#fff", d: `M0 0h${size}v${size}H0z` });
		const runs = [...(modules?.attributes.d ?? "").matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map(([, ...n]) => n.map(Number));
		expect(Math.min(...runs.flatMap(([x = 0, y = 0]) => [x, y]))).toBe(4);
		expect(Math.max(...runs.flatMap(([x = 0, y = 0, n = 0]) => [x + n, y + 1]))).toBe(size - 4);
	});

	test("leads to the petition in the language of the telephone", async () => {
		for (const [language, locale] of [
			["kk-KZ,kk;q=0.9,ru;q=0.8", "kk"],
			["ru", "ru"],
			["de", "en"],
		] as const) {
			const answer = await app.get("/petitions/zhanaozen", { "Accept-Language": language });
			expect([answer.status, answer.headers.get("Location"), answer.headers.get("Vary")]).toEqual([
				302,
				`/${locale}/petitions/zhanaozen`,
				expect.stringContaining("Accept-Language"),
			]);
		}
	});

	test.each(["/petitions/none/qr.svg", "/petitions/none"])("there is no %s", async (path) => {
		expect((await app.get(path)).status).toBe(404);
	});
});

describe.each(["en", "ru", "kk"])("what is passed on, in %s", (locale) => {
	test("is a text that fits in about 300 characters, and one in about 900, each whole with its address", async () => {
		const page = await textOf(`/${locale}${home}/share`);
		const [short = "", long = "", ...more] = [...page.matchAll(/<p class="copy">([^<]+)<\/p>/g)].map(
			([, text]) => text,
		);
		expect(more).toEqual([]);
		const address = `${app.origin}/${locale}${home}`;
		// Without the address, whose length is the site's.
		const lengths = [short, long].map((text) => text.replace(address, "").length);
		expect(lengths[0]).toBeGreaterThan(150);
		expect(lengths[0]).toBeLessThanOrEqual(260);
		expect(lengths[1]).toBeGreaterThan(500);
		expect(lengths[1]).toBeLessThanOrEqual(860);
		for (const text of [short, long]) {
			expect(text.endsWith(address)).toBe(true);
			expect([...text.matchAll(/https?:|www\.|\.(?:org|com|kz)\b/g)]).toHaveLength(1);
		}
	});

	test("is a picture and a code to save, and sheets to print", async () => {
		const page = await textOf(`/${locale}${home}/share`);
		for (const [path, type] of [
			[`/og/${locale}${home}.png`, "image/png"],
			["/petitions/zhanaozen/qr.svg", "image/svg+xml"],
		] as const) {
			expect(page).toContain(`href="${path}" download="`);
			expect((await app.get(path)).headers.get("Content-Type")).toBe(type);
		}
		for (const [form, sheets] of [
			["poster", 1],
			["leaflet", 2],
		] as const) {
			expect(page).toContain(`href="/${locale}${home}/share/${form}"`);
			const sheet = await textOf(`/${locale}${home}/share/${form}`);
			expect(sheet.match(/<section class="sheet">/g)).toHaveLength(sheets);
			expect(sheet.match(/\/petitions\/zhanaozen\/qr\.svg/g)).toHaveLength(sheets);
			const typed = sheet.replace(/<wbr\/>|<!-- -->/g, "").match(/<br\/>([^<]+)</)?.[1];
			expect(`http://${typed}`).toBe(`${app.origin}/petitions/zhanaozen`);
			expect(sheet).not.toContain("{link}");
			expect(sheet).toMatch(/<meta name="robots" content="noindex"/);
		}
	});
});

test("there is no other sheet", async () => {
	expect((await app.get(`/en${home}/share/banner`)).status).toBe(404);
});
