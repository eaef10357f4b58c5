import { Resvg } from "@resvg/resvg-js";
import jsqr from "jsqr";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales } from "#app/i18n/translate.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { publishSources } from "#app/petitions/elsewhere/sources.server.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { checkHtml } from "#tests/support/check-html.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { linkIn, mailTo, sign } from "#tests/support/signing.ts";

// What leads to the petition from paper and from other sites, and what those show of it.

const home = "/organise/campaigns/zhanaozen/sources";
let app: TestApp;
let desk: SignedInClient;
beforeAll(async () => {
	app = await startApp();
	desk = await signIn(app, await makeOrganiser(app, { roles: ["writer"] }));
});
afterAll(() => app.stop());

const make = (code: string, label: string, kind = "leaflet") =>
	desk.post(home, { petition: "zhanaozen", kind, label, code });
const textOf = async (path: string) => (await app.get(path)).text();

describe("the code of a leaflet", () => {
	beforeAll(async () => {
		expect((await make("rally-16", "A leaflet for the rally")).status).toBe(303);
	});

	test("leads to the form in the reader's best language, with where they come from, and writes nothing", async () => {
		const written = async () => {
			const { rows } = await sql<{ n: string }>`
				select sum(n_tup_ins + n_tup_upd + n_tup_del)::text as n from pg_stat_xact_user_tables`.execute(app.owner);
			const kept = sql<{ kept: object }>`
				select json_build_object('s', (select json_agg(s order by code) from petition_sources s),
					'n', (select count(*) from signature_counts), 'd', (select count(*) from signature_deltas)) as kept`;
			return [rows, (await kept.execute(app.owner)).rows];
		};
		const before = await written();
		for (const [language, locale] of [
			["kk-KZ,kk;q=0.9,ru;q=0.8", "kk"],
			["ru", "ru"],
			["de", "en"],
		] as const) {
			const answer = await app.get("/q/rally-16", { "Accept-Language": language });
			const { status, headers } = answer;
			expect([status, headers.get("Location")]).toEqual([302, `/${locale}/petitions/zhanaozen?source=rally-16#sign`]);
			expect(headers.get("Vary")).toContain("Accept-Language");
			expect(headers.get("Set-Cookie")).toBeNull();
		}
		const head = await fetch(`${app.origin}/q/RALLY-16`, { method: "HEAD", redirect: "manual" });
		expect([head.status, head.headers.get("Location")]).toEqual([302, "/en/petitions/zhanaozen?source=rally-16#sign"]);
		expect(await written()).toEqual(before);
		const page = await textOf("/en/petitions/zhanaozen?source=rally-16");
		expect(page).toMatch(/<input[^>]*name="source"[^>]*value="rally-16"/);
	});

	test("is read off its picture, as SVG and as PNG", async () => {
		const svg = await textOf("/q/rally-16/qr.svg");
		const { pixels, width, height } = new Resvg(svg, { fitTo: { mode: "width", value: 300 } }).render();
		expect(jsqr(new Uint8ClampedArray(pixels), width, height)?.data).toBe(`${app.origin}/q/rally-16`);
		const png = await app.get("/q/rally-16/qr.png");
		expect([png.headers.get("Content-Type"), png.headers.get("Cross-Origin-Resource-Policy")]).toEqual([
			"image/png",
			"cross-origin",
		]);
	});

	test("is counted when somebody confirms, not when they come or sign; one that nobody made is dropped", async () => {
		const counted = async () => {
			await rollUpCounts(app.db);
			const { rows } = await sql<{ source: string; n: number }>`
				select source, sum(n)::int as n from signature_counts where source <> '' group by 1`.execute(app.owner);
			return rows;
		};
		await sign(app, "came@example.org", { source: "rally-16" });
		expect(await counted()).toEqual([]);
		await app.post(linkIn(await mailTo(app, "came@example.org")), {});
		await sign(app, "marked@example.org", { source: "made-up" });
		await app.post(linkIn(await mailTo(app, "marked@example.org")), {});
		expect(await counted()).toEqual([{ source: "rally-16", n: 1 }]);
	});

	test("shows organisers no number under five, and moves it by five or more", async () => {
		const shown = async (n: number) => {
			await sql`update signature_counts set n = ${n} where source = 'rally-16'`.execute(app.owner);
			await sql`update petition_sources set step = 5, shown_on = current_date - 1`.execute(app.owner);
			await publishSources(app.db);
			const page = (await (await desk.get(home)).text()).replaceAll("<!-- -->", "");
			return /A leaflet for the rally<\/strong>.*?Confirmed: ([^<]+)</.exec(page)?.[1];
		};
		const said: (string | undefined)[] = [];
		for (const n of [1, 4, 5, 9, 10, 6, 5, 0]) said.push(await shown(n));
		expect(said).toEqual(["fewer than 5", "fewer than 5", "5", "5", "10", "10", "5", "fewer than 5"]);
	});

	test("moves once a night, by a step that is drawn anew: nobody who brings four others can tell whether a fifth signed", async () => {
		const night = async (n: number, step: number, on: "yesterday" | "today") => {
			await sql`update signature_counts set n = ${n} where source = 'rally-16'`.execute(app.owner);
			const day = on === "today" ? sql`current_date` : sql`current_date - 1`;
			await sql`update petition_sources set shown = 0, step = ${step}, shown_on = ${day} where code = 'rally-16'`.execute(
				app.owner,
			);
			await publishSources(app.db);
			const row = app.owner.selectFrom("petition_sources").where("code", "=", "rally-16").select("shown");
			return (await row.executeTakeFirstOrThrow()).shown;
		};
		expect([await night(5, 9, "yesterday"), await night(8, 9, "yesterday"), await night(9, 9, "yesterday")]).toEqual([
			0, 0, 9,
		]);
		expect(await night(40, 5, "today")).toBe(0);
		const { rows } = await sql<{ step: number }>`select secret_step() as step from generate_series(1, 400)`.execute(
			app.owner,
		);
		expect([...new Set(rows.map(({ step }) => step))].sort()).toEqual([5, 6, 7, 8, 9]);
	});

	test("is one on the whole site, and is no word that cannot stand in an address", async () => {
		for (const [code, label, status] of [
			["rally-16", "Another", 422],
			["no code", "Another", 422],
			["another", "", 422],
			["paper-2", "Another", 422],
			["sheet-00000000", "Another", 422],
			["b-aaaaaaaaaaaa", "Another", 422],
			["", "A code that is made up", 303],
		] as const)
			expect([code, (await make(code, label)).status]).toEqual([code, status]);
	});

	test.each(["/q/none", "/q/none/qr.svg", "/q/none/qr.png", "/q/%F0%9F%92%A9"])("there is no %s", async (path) => {
		expect((await app.get(path)).status).toBe(404);
	});
});

describe("the open form", () => {
	test.each(locales)(
		"says in %s what is signed, to whom it goes, and who sees it; its code leads to the form",
		async (locale) => {
			const page = await textOf(`/${locale}/petitions/zhanaozen/sheet`);
			expect(page.match(/<th scope="row">/g)).toHaveLength(10);
			expect(page).toMatch(/<meta name="robots" content="noindex"/);
			const [, code] = /src="\/q\/([a-z0-9-]+)\/qr\.svg"/.exec(page) ?? [];
			expect((await app.get(`/q/${code}`)).headers.get("Location")).toBe(`/en/petitions/zhanaozen?source=${code}#sign`);
		},
	);

	test("is there while the petition takes signatures", async () => {
		await sql`update petitions set closed_at = now()`.execute(app.owner);
		expect((await app.get("/en/petitions/zhanaozen/sheet")).status).toBe(404);
		await sql`update petitions set closed_at = null`.execute(app.owner);
	});
});

describe("in a frame on another site", () => {
	const pages = locales.flatMap((l) => [`/embed/petitions/zhanaozen?l=${l}`, `/embed/pickets?l=${l}`]);

	test("stands a page without form, script, cookie or anything from elsewhere, which may be framed", async () => {
		const found = new Map<string, string>();
		for (const path of pages) {
			const answer = await app.get(path);
			const page = await answer.text();
			found.set(path, page);
			expect(answer.headers.get("Content-Security-Policy")).toContain("frame-ancestors *");
			expect(answer.headers.get("Content-Security-Policy")).toContain("form-action 'none'");
			expect(answer.headers.get("Set-Cookie")).toBeNull();
			expect(page).not.toMatch(/<(?:form|script|iframe|img)|style=/);
			expect(page).toContain(`<html lang="${path.slice(-2)}">`);
			for (const [, attributes = ""] of page.matchAll(/<a ([^>]*)>/g)) {
				expect(attributes).toContain('target="_blank"');
				expect(attributes).toContain('rel="noopener"');
				expect(attributes).toContain(`href="${app.origin}/`);
			}
		}
		expect(checkHtml(found)).toEqual([]);
	});

	test("says how many signed and where to sign, with the partner's code, and no other query", async () => {
		await make("partner-1", "A sample partner", "partner");
		expect(await (await desk.get(home)).text()).toContain("/embed/petitions/zhanaozen?l=en&amp;amp;source=partner-1");
		const page = await textOf("/embed/petitions/zhanaozen?l=en&source=partner-1&who=suzie");
		expect(page).toContain(`href="${app.origin}/en/petitions/zhanaozen?source=partner-1#sign"`);
		expect(page).not.toContain("suzie");
		const { count } = (await (await app.get("/petitions/zhanaozen/count.json")).json()) as { count: number };
		expect(page).toMatch(new RegExp(`<progress[^>]*value="${count}"`));
		expect(await textOf("/petitions/zhanaozen/badge.svg?l=kk")).toContain(`>${count}</text>`);
	});

	test.each(["/embed/petitions/none", "/petitions/none/badge.svg", "/embed/petitions/a/b"])(
		"there is no %s",
		async (path) => {
			expect((await app.get(path)).status).toBe(404);
		},
	);
});

describe("oEmbed", () => {
	const ask = (query: Record<string, string>) => app.get(`/oembed?${new URLSearchParams(query)}`);

	test.each(["/ru/petitions/zhanaozen", "/kk/pickets"])(
		"is found from the head of %s and says how to show it",
		async (path) => {
			const [, href = ""] =
				/<link[^>]*type="application\/json\+oembed"[^>]*href="([^"]+)"/.exec(await textOf(path)) ?? [];
			const answer = await app.get(href.replaceAll("&amp;", "&").replace(app.origin, ""));
			expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "application/json"]);
			expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
			const told = (await answer.json()) as Record<string, unknown>;
			expect(told).toMatchObject({ type: "rich", version: "1.0", provider_url: app.origin, width: 480, height: 340 });
			const [, src = ""] = /src="([^"]+)"/.exec(String(told.html)) ?? [];
			expect((await app.get(src.replaceAll("&amp;", "&").replace(app.origin, ""))).status).toBe(200);
		},
	);

	test("keeps to the room that there is, and calls a petition by its neutral title in Russian and Kazakh", async () => {
		const url = `${app.origin}/ru/petitions/zhanaozen`;
		const told = await (await ask({ url, maxwidth: "300", maxheight: "200", format: "json" })).json();
		expect(told).toMatchObject({ width: 300, height: 200, title: expect.stringContaining("16 декабря") });
	});

	test("has nothing for other pages and other sites (404), and no other format (501)", async () => {
		for (const url of [
			`${app.origin}/en/petitions/none`,
			`${app.origin}/en/fund/zhanaozen`,
			"https://example.org/en/petitions/zhanaozen",
			"javascript:alert(1)",
			"",
		])
			expect([url, (await ask({ url })).status]).toEqual([url, 404]);
		const url = `${app.origin}/en/petitions/zhanaozen`;
		const other = await ask({ url, format: "xml" });
		expect([other.status, other.headers.get("Content-Type")]).toEqual([501, "application/problem+json"]);
	});

	test("is what the share page gives to copy, too", async () => {
		const page = await textOf("/kk/campaigns/zhanaozen/share");
		for (const path of ["/embed/petitions/zhanaozen?l=kk", "/embed/pickets?l=kk"])
			expect(page).toContain(`&lt;iframe src=&quot;${app.origin}${path}&quot;`);
		expect(page).toContain('href="/kk/petitions/zhanaozen/sheet"');
	});
});
