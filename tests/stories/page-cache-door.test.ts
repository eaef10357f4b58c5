import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PageCache, pageCache } from "#app/web/page-cache.ts";
import { htmlPage, type OpenDoor, onion, openDoor, production } from "#tests/support/front-door.ts";
import { openRaw, type RawAnswer, sendRaw } from "#tests/support/raw-http.ts";

// The front door with pages that are kept, beside one that keeps none (decision 17).

const long = "Ынтымақ ".repeat(400);
const asked: string[] = [];
let cache: PageCache;
let keeping: OpenDoor;
let plain: OpenDoor;

/** Says in its page all that it was told. */
async function handle(request: Request): Promise<Response> {
	const { origin, pathname, search } = new URL(request.url);
	asked.push(`${request.method} ${pathname}${search}`);
	if (/\/(?:404|unknown)$/.test(pathname)) return htmlPage(`<p>nothing here: ${origin} ${long}`, { status: 404 });
	if (pathname === "/en/elsewhere") return new Response(null, { status: 302, headers: { Location: "/en" } });
	if (pathname.endsWith("count.json")) return Response.json({ count: 1612 });
	return htmlPage(`<p>${origin}${pathname}${search} ${[...request.headers.keys()]} ${long}`);
}

const isRoute = (pathname: string) => !/nowhere|404/.test(pathname);
const open = (settings: typeof production, pages?: PageCache) =>
	openDoor({ settings, handle, pages: pages && { cache: pages, isRoute } });

beforeAll(async () => {
	cache = pageCache({ most: 10_000_000, now: () => new Date("2026-11-22T12:00:00Z") });
	keeping = await open(production, cache);
	plain = await open(production);
	cache.notified();
});
afterAll(async () => {
	await Promise.all([keeping.drain(0), plain.drain(0)]);
	cache.stop();
});
beforeEach(() => {
	cache.lost();
	cache.notified();
	asked.length = 0;
});

const clear = "yntymaq.example";
async function ask(door: OpenDoor, target: string, lines: string[] = [], host = clear): Promise<RawAnswer> {
	const [method, path] = target.startsWith("/") ? ["GET", target] : target.split(" ");
	const head = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, "Connection: close", ...lines, "", ""];
	const { socket, closed } = openRaw(door.port, method === "HEAD");
	socket.write(head.join("\r\n"));
	const [answer] = await closed;
	if (!answer) throw new Error("no answer");
	answer.headers.delete("date");
	return answer;
}

describe("a page that is kept", () => {
	const page = "/en/petitions/zhanaozen";
	const requests: [string, string[]?, string?][] = [
		[page],
		[page, ["Accept-Encoding: gzip"]],
		[page, ["Accept-Encoding: gzip, deflate, br, zstd"]],
		[page, ["Accept-Encoding: identity"]],
		[page, ["If-None-Match: *"]],
		[page, ["If-None-Match: *", "Accept-Encoding: br"]],
		[page, ['If-None-Match: "another"', "Accept-Encoding: br"]],
		[page, [], onion],
		[page, ["Accept-Encoding: br"], onion],
		[`HEAD ${page}`, ["Accept-Encoding: br"]],
		["/petitions/zhanaozen/count.json", ["Accept-Encoding: br"]],
		["/en/nowhere", ["Accept-Encoding: br"]],
		["/en/unknown", ["If-None-Match: *"]],
		["/en/elsewhere"],
	];
	test.each(requests)("%s with %j is what it is without a cache, the first time and the second", async (...request) => {
		const [target, lines, host] = request;
		const wanted = await ask(plain, target.replace("/en/nowhere", "/en/404"), lines, host);
		expect(await ask(keeping, target, lines, host)).toEqual(wanted);
		expect(await ask(keeping, target, lines, host)).toEqual(wanted);
	});

	test("is known again by the tag it had in any coding", async () => {
		const tags = await Promise.all(
			["br", "gzip", "identity"].map(async (coding) =>
				(await ask(keeping, page, [`Accept-Encoding: ${coding}`])).headers.get("etag"),
			),
		);
		expect(new Set(tags.flat()).size).toBe(3);
		for (const tag of tags) expect((await ask(keeping, page, [`If-None-Match: ${tag}`])).status).toBe(304);
	});

	test("is made without a word of who asks, and once however often and with whatever query", async () => {
		const personal = ["Accept-Language: kk", "Cookie: a=1", "Authorization: Basic eA==", "Accept: text/x", "DNT: 1"];
		const first = await ask(keeping, `${page}?fbclid=1&utm_source=2`, personal);
		for (const query of ["", "?", "?b=1&a=2", "?a=2&b=1", "?index"])
			expect(await ask(keeping, page + query)).toEqual(first);
		expect(asked).toEqual([`GET ${page}`]);
		expect(first.body.toString()).not.toMatch(/language|cookie|authorization|accept/);
		expect(first.headers.get("onion-location")).toEqual([`http://${onion}${page}`]);
	});

	test("has what it declares of the query in its form", async () => {
		const from = await ask(keeping, `${page}?a=1&source=leaflet-7`);
		expect(from.body.toString()).toContain(`${page}?source=leaflet-7 `);
		await ask(keeping, `${page}?source=leaflet-7&z=9`);
		await ask(keeping, page);
		expect(asked).toEqual([`GET ${page}?source=leaflet-7`, `GET ${page}`]);
	});

	test("is another one at the onion: no byte of either address is in the other's", async () => {
		const there = (await ask(keeping, page, [], onion)).body.toString();
		const here = (await ask(keeping, page)).body.toString();
		expect(there).toContain(`http://${onion}${page}`);
		expect(there).not.toContain(clear);
		expect(here).not.toContain(onion);
	});

	test("is made once for a thousand who ask at the same time", async () => {
		const answers = await Promise.all(
			Array.from({ length: 20 }, async () => {
				const requests = `GET ${page} HTTP/1.1\r\nHost: ${clear}\r\n\r\n`.repeat(49);
				return sendRaw(keeping.port, `${requests}GET ${page} HTTP/1.1\r\nHost: ${clear}\r\nConnection: close\r\n\r\n`);
			}),
		);
		expect(answers.flat().map(({ status }) => status)).toEqual(Array.from({ length: 1_000 }, () => 200));
		expect(asked).toEqual([`GET ${page}`]);
	});
});

test("a flood of addresses that nobody has takes one page a language, and the pages stay", async () => {
	await ask(keeping, "/en/campaigns/zhanaozen");
	asked.length = 0;
	for (const locale of ["en", "ru", "kk", "xx"])
		for (let n = 0; n < 50; n++) expect((await ask(keeping, `/${locale}/nowhere/${n}.php?${n}`)).status).toBe(404);
	expect(asked.sort()).toEqual(["GET /en/404", "GET /kk/404", "GET /ru/404"]);
	await ask(keeping, "/en/campaigns/zhanaozen");
	expect(asked).toHaveLength(3);
});

test("what is one person's is asked for each time", async () => {
	const personal = [
		"/en/petitions/zhanaozen/thank-you",
		"/en/petitions/zhanaozen/check-your-email",
		"/en/confirm/token",
		"/en/withdraw/token",
		"/en/my/token",
		"/organise",
		"/mailbox",
		"/readyz",
		"/",
		"/en/elsewhere",
	];
	for (const path of personal) {
		asked.length = 0;
		for (let n = 0; n < 3; n++) await ask(keeping, path);
		expect([path, asked.length]).toEqual([path, 3]);
	}
});

test("a post to the address of a page that is kept gets an answer of its own", async () => {
	const page = "/en/petitions/zhanaozen";
	await ask(keeping, page);
	const form = ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 0"];
	const [posted, again] = [await ask(keeping, `POST ${page}`, form), await ask(keeping, `POST ${page}`, form)];
	expect(posted.headers.get("cache-control")).toEqual(["private, no-store"]);
	expect(again.headers.has("etag")).toBe(false);
	expect(asked).toEqual([`GET ${page}`, `POST ${page}`, `POST ${page}`]);
});
