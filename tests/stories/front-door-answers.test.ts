import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	demonstration,
	folderOf,
	htmlPage,
	type OpenDoor,
	onion,
	openDoor,
	production,
} from "#tests/support/front-door.ts";
import { openRaw, type RawAnswer } from "#tests/support/raw-http.ts";

// Every answer carries the headers of its one profile; what may be kept has a tag, a 304 and a coding.

const long = `<p>${"Ынтымақ деген бірлік. ".repeat(200)}`;
const stylesheet = `body{${"color:black;".repeat(200)}}`;

let demo: OpenDoor;
let site: OpenDoor;

/** What an app might answer, careless of headers. */
async function handle(request: Request): Promise<Response> {
	const { pathname, searchParams } = new URL(request.url);
	const asked = searchParams.get("answer");
	const careless = {
		"Set-Cookie": "a=b",
		"X-Powered-By": "Remix",
		Server: "node",
		"Cache-Control": "public, max-age=99999",
		"Content-Security-Policy": "default-src *",
		Vary: "Cookie",
		ETag: '"theirs"',
		"X-Remix-Catch": "yes",
	};
	if (asked === "throw") throw new TypeError("secret: a@b.kz");
	if (asked === "throw-405") throw { status: 405, statusText: "Method Not Allowed", internal: true };
	if (asked === "half")
		return new Response(
			new ReadableStream({
				start(controller) {
					controller.enqueue(new TextEncoder().encode("<p>half"));
					setTimeout(() => controller.error(new Error("secret: a@b.kz")), 5);
				},
			}),
		);
	if (asked === "no-store") return htmlPage(long, { headers: { ...careless, "Cache-Control": "no-store" } });
	if (asked === "500") return new Response("Unexpected Server Error", { status: 500 });
	if (asked === "503")
		return htmlPage("<p>the form again", { status: 503, headers: { ...careless, "Retry-After": "5" } });
	if (asked === "bare-503") return new Response(null, { status: 503, headers: { "Retry-After": "5" } });
	if (asked === "remix-404")
		return Response.json({ message: "No route" }, { status: 404, headers: { "X-Remix-Error": "yes" } });
	if (Number(asked) >= 300)
		return htmlPage("<p>their page", { status: Number(asked), headers: { ...careless, Location: "/en" } });
	const type = /\.(json|csv|ics|atom|svg)$/.exec(pathname)?.[1];
	const types: Record<string, string> = {
		json: "application/json",
		csv: "text/csv; charset=utf-8",
		ics: "text/calendar; charset=utf-8",
		atom: "application/atom+xml",
		svg: "image/svg+xml",
	};
	return new Response(long, {
		headers: { ...careless, "Content-Type": (type && types[type]) ?? "text/html; charset=utf-8" },
	});
}

beforeAll(async () => {
	const assets = folderOf({
		"assets/root-abc.css": stylesheet,
		"assets/small-abc.js": "1",
		"favicon.svg": "<svg/>",
		".vite/manifest.json": "secret",
		".secret.txt": "secret",
		"notes.md": "secret",
	});
	demo = await openDoor({ settings: demonstration, handle, assets });
	site = await openDoor({ settings: production, handle, assets });
});
afterAll(() => Promise.all([demo.drain(1000), site.drain(1000)]));

async function ask(
	door: OpenDoor,
	target: string,
	headers: Record<string, string> = {},
	method = "GET",
): Promise<RawAnswer> {
	const { socket, closed } = openRaw(door.port, method === "HEAD");
	const all = { Host: door === site ? "yntymaq.example" : `localhost:${door.port}`, ...headers, Connection: "close" };
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	if (method === "POST") lines.push("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n");
	socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n${method === "POST" ? "a=1" : ""}`);
	const [answer, ...more] = await closed;
	expect(more).toEqual([]);
	if (!answer) throw new Error("no answer");
	return answer;
}

const first = (answer: RawAnswer, name: string) => answer.headers.get(name)?.join("|");

const kept = "public, max-age=0, s-maxage=60, stale-if-error=86400";
const unkept = "private, no-store";
const page =
	"default-src 'none'; script-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src 'self'; img-src 'self'; font-src 'self'";
const profiles = {
	public: { cache: kept, csp: `${page}; connect-src 'self'`, resource: "same-origin", robots: undefined },
	personal: { cache: unkept, csp: page, resource: "same-origin", robots: "noindex" },
	organise: {
		cache: unkept,
		csp: `${page.replace("script-src 'none'", "script-src 'self' 'nonce-N'")}; connect-src 'self'; frame-src 'self'`,
		resource: "same-origin",
		robots: "noindex",
	},
	framed: {
		cache: unkept,
		csp: "default-src 'none'; script-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; style-src 'unsafe-inline'; sandbox",
		resource: "same-origin",
		robots: "noindex",
	},
	embed: {
		cache: kept,
		csp: page
			.replace("form-action 'self'", "form-action 'none'")
			.replace("frame-ancestors 'none'", "frame-ancestors *"),
		resource: "cross-origin",
		robots: "noindex",
	},
	machine: {
		cache: kept,
		csp: "default-src 'none'; script-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
		resource: "cross-origin",
		robots: undefined,
	},
	asset: {
		cache: "public, max-age=31536000, immutable",
		csp: `${page}; connect-src 'self'`,
		resource: "same-origin",
		robots: undefined,
	},
} as const;

interface Wanted {
	method?: string;
	token?: boolean;
	anyOrigin?: boolean;
	vary?: string;
}

const table: [string, number, keyof typeof profiles, Wanted?][] = [
	["/", 200, "public", { vary: "Accept-Language, Accept-Encoding" }],
	["/?answer=302", 302, "public", { vary: "Accept-Language" }],
	["/en", 200, "public"],
	["/EN/", 200, "public"],
	["/ru/campaigns/zhanaozen", 200, "public"],
	["/kk/petitions/one", 200, "public"],
	["/en/privacy", 200, "public"],
	["/kk/safety", 200, "public"],
	["/.well-known/security.txt", 200, "public"],
	["/robots.txt", 200, "public"],
	["/favicon.svg", 200, "public"],
	["/q/abc?answer=302", 302, "public", { vary: "Accept-Language" }],
	["/petitions/one?answer=302", 302, "public", { vary: "Accept-Language" }],
	["/en/campaigns/one/updates/1", 200, "public"],
	["/en/campaigns/one/share/poster", 200, "public"],
	["/en/petitions/one/sign?answer=303", 303, "personal"],
	["/en/petitions/one/sign?answer=303", 303, "personal", { method: "POST" }],
	["/en/petitions/one/sign?answer=422", 422, "personal", { method: "POST" }],
	["/en/petitions/one/sign", 200, "personal", { method: "POST" }],
	["/en/petitions/one/check-your-email", 200, "personal"],
	["/en/petitions/one/thank-you", 200, "personal"],
	["/en/petitions/one/thank-you/quiet", 200, "personal"],
	["/en/petitions/one/thank-you/", 200, "personal"],
	["/en/confirm/token", 200, "personal", { token: true }],
	["/en/withdraw/token", 200, "personal", { token: true }],
	["/en/mail/token", 200, "personal", { token: true }],
	["/en/CONFIRM/token/", 200, "personal", { token: true }],
	["/en/confirm/token?answer=410", 410, "personal", { token: true }],
	["/en/my", 200, "personal", { token: true }],
	["/en/my/token", 200, "personal", { token: true }],
	["/en/donations/token", 200, "personal", { token: true }],
	["/u/token", 200, "personal", { token: true }],
	["/healthz", 200, "personal"],
	["/en?answer=404", 404, "personal"],
	["/en?answer=409", 409, "personal"],
	["/en?answer=503", 503, "personal"],
	["/en?answer=500", 500, "personal"],
	["/en?answer=throw", 500, "personal"],
	["/en?answer=half", 500, "personal"],
	["/en?answer=throw-405", 405, "personal"],
	["/en", 405, "personal", { method: "PUT" }],
	["//en", 400, "personal"],
	["/assets/none.js", 404, "personal"],
	["/petitions/one/count.json?answer=404", 404, "personal"],
	["/organise", 200, "organise"],
	["/Organise/campaigns", 200, "organise"],
	["/organise/x.data", 200, "organise"],
	["/organise?answer=422", 422, "organise"],
	["/organise/campaigns/one/mailings/1/shown/ru", 200, "framed"],
	["/mailbox", 200, "personal"],
	["/mailbox.json", 200, "personal"],
	["/components", 200, "personal"],
	["/embed/petitions/one", 200, "embed"],
	["/petitions/one/badge.svg", 200, "embed"],
	["/petitions/one/qr.svg", 200, "embed"],
	["/og/en.png", 200, "embed"],
	["/og/ru/campaigns/one.png", 200, "embed"],
	["/og/ru/campaigns/one.png?answer=404", 404, "personal"],
	["/petitions/one/count.json", 200, "machine", { anyOrigin: true }],
	["/petitions/one/history.csv", 200, "machine", { anyOrigin: true }],
	["/pickets.ics", 200, "machine", { anyOrigin: true }],
	["/pickets/one.ics", 200, "machine", { anyOrigin: true }],
	["/pickets.atom", 200, "machine", { anyOrigin: true }],
	["/pickets.json", 200, "machine", { anyOrigin: true }],
	["/fund/one/ledger.csv", 200, "machine", { anyOrigin: true }],
	["/en/campaigns/one/updates.atom", 200, "machine", { anyOrigin: true }],
	["/oembed", 200, "machine", { anyOrigin: true }],
	["/en/other.json", 200, "machine"],
	["/sitemap.xml", 200, "machine"],
	["/assets/root-abc.css", 200, "asset"],
	["/assets/small-abc.js", 200, "asset"],
];

test.each(table)("%s answers %i with the headers of %s", async (target, status, profile, wanted = {}) => {
	for (const door of [demo, site]) {
		const own: Record<string, string> = target.toLowerCase().startsWith("/organise")
			? { Origin: "https://yntymaq.example" }
			: {};
		const answer = await ask(door, target, own, wanted.method);
		const expected = profiles[profile];
		expect(answer.status).toBe(status);
		expect(first(answer, "cache-control")).toBe(expected.cache);
		expect(first(answer, "content-security-policy")?.replace(/nonce-[\w+/=]{24}/, "nonce-N")).toBe(expected.csp);
		expect(first(answer, "cross-origin-resource-policy")).toBe(expected.resource);
		expect(first(answer, "x-robots-tag")).toBe(expected.robots);
		expect(first(answer, "referrer-policy")).toBe(wanted.token ? "no-referrer" : "same-origin");
		expect(first(answer, "access-control-allow-origin")).toBe(wanted.anyOrigin ? "*" : undefined);
		expect(first(answer, "x-content-type-options")).toBe("nosniff");
		expect(first(answer, "cross-origin-opener-policy")).toBe("same-origin");
		expect(first(answer, "permissions-policy")).toMatch(/^(?:[a-z-]+=\(\)(?:, |$)){20,}/);
		expect(first(answer, "strict-transport-security")).toBe(door === site ? "max-age=31536000" : undefined);
		for (const name of ["server", "x-powered-by", "x-remix-catch", "x-remix-error"])
			expect(first(answer, name)).toBe(undefined);
		expect(first(answer, "set-cookie")).toBe(profile === "organise" ? "a=b" : undefined);
		const keptHtml = profile === "public" && first(answer, "content-type")?.startsWith("text/html");
		expect(first(answer, "onion-location")).toBe(keptHtml && door === site ? `http://${onion}${target}` : undefined);
		if (wanted.vary) expect(first(answer, "vary")).toBe(wanted.vary);
		else expect([undefined, "Accept-Encoding"]).toContain(first(answer, "vary"));
		expect(first(answer, "etag") === undefined).toBe(status !== 200 || expected.cache === unkept);
	}
});

test("the onion's answers name neither the clear site nor TLS, and are the same bytes", async () => {
	const there = await ask(site, "/en", { Host: onion });
	const here = await ask(site, "/en");
	expect(first(there, "onion-location")).toBe(undefined);
	expect(first(there, "strict-transport-security")).toBe(undefined);
	expect(there.body.equals(here.body)).toBe(true);
	expect(first(there, "etag")).toBe(first(here, "etag"));
});

test("each /organise answer has its own nonce, and the app is told it", async () => {
	const told: string[] = [];
	const door = await openDoor({
		handle: async (_, __, nonce) => {
			told.push(nonce);
			return htmlPage("<p>");
		},
	});
	const answers = [await ask(door, "/organise"), await ask(door, "/organise")];
	const sent = answers.map((answer) => /'nonce-([^']+)'/.exec(first(answer, "content-security-policy") ?? "")?.[1]);
	expect(sent).toEqual(told);
	expect(new Set(told).size).toBe(2);
	await door.drain(1000);
});

const codings = [
	["", undefined, ""],
	["gzip", "gzip", ".gzip"],
	["br", "br", ".br"],
	["gzip, deflate, br, zstd", "br", ".br"],
	["br;q=0, gzip", "gzip", ".gzip"],
	["*", "br", ".br"],
	["identity", undefined, ""],
] as const;

test.each(["/en", "/petitions/one/count.json", "/embed/petitions/one", "/assets/root-abc.css"])(
	"%s has one body and one tag in every coding, and HEAD and 304 agree with GET",
	async (target) => {
		const plain = await ask(demo, target);
		const tag = first(plain, "etag") ?? "";
		expect(tag).toMatch(/^"[\w-]{22}"$/);
		for (const [accept, coding, suffix] of codings) {
			const headers: Record<string, string> = accept ? { "Accept-Encoding": accept } : {};
			const answer = await ask(demo, target, headers);
			expect(first(answer, "content-encoding")).toBe(coding);
			expect(first(answer, "vary")).toBe("Accept-Encoding");
			expect(first(answer, "etag")).toBe(`${tag.slice(0, -1)}${suffix}"`);
			const open = coding === "br" ? brotliDecompressSync : coding === "gzip" ? gunzipSync : (body: Buffer) => body;
			expect(open(answer.body).equals(plain.body)).toBe(true);
			if (coding) expect(answer.body.length).toBeLessThan(plain.body.length / 3);

			const head = await ask(demo, target, headers, "HEAD");
			const without = ({ headers: all }: RawAnswer) => [...all].filter(([name]) => name !== "date");
			expect(without(head)).toEqual(without(answer));
			expect(head.status).toBe(200);

			const own = first(answer, "etag") ?? "";
			for (const known of [own, `W/${own}`, tag, `"other", ${own}`, `W/"x",W/${own}`, "*"]) {
				for (const method of ["GET", "HEAD"]) {
					const again = await ask(demo, target, { ...headers, "If-None-Match": known }, method);
					expect(again.status).toBe(304);
					expect(again.body.length).toBe(0);
					for (const name of ["etag", "cache-control", "vary", "content-security-policy"])
						expect(first(again, name)).toBe(first(answer, name));
					expect(first(again, "content-length")).toBe(undefined);
				}
			}
			for (const known of ['"other"', own.slice(0, -1), own.replaceAll('"', ""), '"theirs"'])
				expect((await ask(demo, target, { ...headers, "If-None-Match": known })).status).toBe(200);
		}
	},
);

test("what is personal, or marked no-store, has no tag, no coding and no 304", async () => {
	for (const target of ["/en/confirm/token", "/organise", "/en?answer=no-store", "/en?answer=404", "/mailbox"]) {
		const answer = await ask(demo, target, { "Accept-Encoding": "br", "If-None-Match": "*" });
		expect(answer.status).not.toBe(304);
		expect(first(answer, "etag")).toBe(undefined);
		expect(first(answer, "content-encoding")).toBe(undefined);
		expect(first(answer, "cache-control")).toBe("private, no-store");
	}
});

const outside = ["/.vite/manifest.json", "/.secret.txt", "/notes.md", "/assets", "/assets/", "/assets/../notes.md"];
test.each(outside)("%s is not a file that is served", async (target) => {
	const answer = await ask(demo, target);
	expect(answer.body.toString()).not.toContain("secret");
});

test("files have their types", async () => {
	const type = async (target: string) => first(await ask(demo, target), "content-type");
	expect(await type("/assets/root-abc.css")).toBe("text/css; charset=utf-8");
	expect(await type("/assets/small-abc.js")).toBe("text/javascript; charset=utf-8");
	expect(await type("/favicon.svg?v=1")).toBe("image/svg+xml");
});

test("a fault is a page with a random id and nothing else; the log has the id and no word of the error", async () => {
	for (const answer of ["throw", "half", "500"]) {
		demo.logged.length = 0;
		const { status, body } = await ask(demo, `/kk/petitions/one?answer=${answer}`);
		const text = body.toString();
		const id = /[0-9a-f]{12}/.exec(text)?.[0];
		expect([status, demo.logged.length, demo.logged[0]?.fields.id]).toEqual([500, 1, id]);
		expect(text).toContain('<html lang="kk">');
		expect(text).not.toMatch(/secret|half|Unexpected|TypeError/);
		expect(JSON.stringify(demo.logged)).not.toMatch(/secret|a@b/);
	}
	demo.logged.length = 0;
	const problem = await ask(demo, "/petitions/one/count.json?answer=throw");
	expect(JSON.parse(problem.body.toString()).fault).toBe(demo.logged[0]?.fields.id);
	demo.logged.length = 0;
	await ask(demo, "/en?answer=throw");
	expect(demo.logged[0]?.fields.name).toBe("TypeError");
});

test("the app's own words for a refusal stay; where it has none, ours stand in", async () => {
	expect((await ask(demo, "/en?answer=422")).body.toString()).toBe("<p>their page");
	const busy = await ask(demo, "/en?answer=503");
	expect([busy.body.toString(), first(busy, "retry-after")]).toEqual(["<p>the form again", "5"]);
	const bare = await ask(demo, "/ru?answer=bare-503");
	expect([bare.status, first(bare, "retry-after")]).toEqual([503, "5"]);
	expect(bare.body.toString()).toContain('<html lang="ru">');
	const remix = await ask(demo, "/ru/nowhere?answer=remix-404");
	expect([remix.status, first(remix, "content-type")]).toEqual([404, "text/html; charset=utf-8"]);
	expect(remix.body.toString()).not.toContain("No route");
	expect(first(await ask(demo, "/en?answer=throw-405"), "allow")).toBe("GET, HEAD");
});

test("posts of a public site that come by an undeclared proxy are not limited, and the log says so once", async () => {
	const networks: (string | null)[] = [];
	const see = async (_: Request, { network }: { network: string | null }) => {
		networks.push(network);
		return htmlPage("<p>");
	};
	const bare = await openDoor({ settings: { ...production, TRUST_PROXY: 0 }, handle: see });
	const behind = await openDoor({ settings: production, handle: see });
	const quiet = await openDoor({ handle: see });
	const host = { Host: "yntymaq.example" };
	const forwarded = { ...host, "X-Forwarded-For": "198.51.100.1, 203.0.113.9" };
	for (let i = 0; i < 3; i++) await ask(bare, "/en", forwarded, "POST");
	await ask(behind, "/en", forwarded, "POST");
	await ask(behind, "/en", { Host: onion }, "POST");
	await ask(behind, "/en", { ...forwarded, Host: onion }, "POST");
	await ask(quiet, "/en", {}, "POST");
	expect(networks).toEqual([null, null, null, "203.0.113.0/24", "onion", "203.0.113.0/24", null]);
	expect([bare, behind, quiet].map(({ logged }) => logged.length)).toEqual([1, 0, 0]);
	await Promise.all([bare, behind, quiet].map((door) => door.drain(1000)));
});

test("a middleware before the app answers what it knows and passes on the rest", async () => {
	const door = await openDoor({
		before: (request, response, next) => {
			if (request.url === "/@vite/client") response.setHeader("Content-Length", 2).end("hi");
			else if (request.url === "/broken") next(new Error("no"));
			else next();
		},
	});
	expect((await ask(door, "/@vite/client")).body.toString()).toBe("hi");
	expect((await ask(door, "/en")).body.toString()).toBe("<p>a page");
	expect((await ask(door, "/broken")).status).toBe(500);
	await door.drain(1000);
});
