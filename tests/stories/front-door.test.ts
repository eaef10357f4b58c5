import { afterAll, beforeAll, expect, test } from "vitest";
import { demonstration, htmlPage, type OpenDoor, onion, openDoor, production } from "#tests/support/front-door.ts";
import { openRaw, sendRaw } from "#tests/support/raw-http.ts";

// The front door refuses what is malformed or comes from elsewhere, in words, before the app sees it.

let demo: OpenDoor;
let site: OpenDoor;
let reached: { method: string; url: string; body: string; headers: Record<string, string> }[] = [];

beforeAll(async () => {
	const handle = async (request: Request) => {
		const body = await request.text();
		reached.push({ method: request.method, url: request.url, body, headers: Object.fromEntries(request.headers) });
		return htmlPage("<p>reached");
	};
	demo = await openDoor({ settings: demonstration, handle });
	site = await openDoor({ settings: production, handle });
});
afterAll(() => Promise.all([demo.drain(1000), site.drain(1000)]));

const form = "application/x-www-form-urlencoded";

interface Sent {
	method?: string;
	target?: string;
	version?: string;
	/** Lines as they are. Host, Content-Type and Content-Length are added unless `bare`. */
	headers?: string[];
	body?: string;
	bare?: boolean;
	host?: string;
}

function bytesOf({ method, target = "/en", version = "HTTP/1.1", headers = [], body, bare, host }: Sent, port: number) {
	const has = (name: string) => headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
	const lines = [...headers];
	if (!bare) {
		if (!has("host")) lines.push(`Host: ${host ?? `localhost:${port}`}`);
		if (body !== undefined && !has("content-type")) lines.push(`Content-Type: ${form}`);
		if (body !== undefined && !has("content-length") && !has("transfer-encoding"))
			lines.push(`Content-Length: ${body.length}`);
		lines.push("Connection: close");
	}
	const head = `${method ?? (body === undefined ? "GET" : "POST")} ${target} ${version}`;
	return `${[head, ...lines].join("\r\n")}\r\n\r\n${body ?? ""}`;
}

const post = (more: Sent = {}): Sent => ({ target: "/en/petitions/one/sign", body: "email=a%40b.kz", ...more });
const headers = (...lines: string[]): Sent => post({ headers: lines });

const refused: [string, number, Sent][] = [
	// methods
	...["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "PURGE", "QUERY"].map(
		(method): [string, number, Sent] => [`method ${method}`, 405, { method }],
	),
	["OPTIONS *", 405, { method: "OPTIONS", target: "*" }],
	["CONNECT", 405, { method: "CONNECT", target: "localhost:443" }],
	["an unknown method", 400, { method: "BREW" }],
	["a lower-case method", 400, { method: "get" }],
	// targets
	["two slashes", 400, { target: "//example.org/en" }],
	["two slashes after a dot", 400, { target: "/.//example.org" }],
	["two slashes after an encoded dot", 400, { target: "/%2e//example.org" }],
	["two slashes after two dots", 400, { target: "/en/..//example.org" }],
	["absolute form", 400, { target: "http://localhost/en" }],
	["absolute form of another site", 400, { target: "http://example.org/en" }],
	["no slash", 400, { target: "en" }],
	["a query alone", 400, { target: "?a=1" }],
	["a star", 400, { target: "*" }],
	["a backslash", 400, { target: "/\\example.org" }],
	["a backslash further on", 400, { target: "/en\\..\\x" }],
	["an encoded backslash", 400, { target: "/%5Cexample.org" }],
	["a fragment", 400, { target: "/en#top" }],
	["2,049 bytes", 400, { target: `/${"a".repeat(2048)}` }],
	["15 kB", 400, { target: `/?${"a".repeat(15_000)}` }],
	["17 kB", 431, { target: `/?${"a".repeat(17_000)}` }],
	["a lone percent", 400, { target: "/en/%" }],
	["a percent without hex", 400, { target: "/en/%zz" }],
	["half a letter", 400, { target: "/en/%D0" }],
	["a byte that is no UTF-8", 400, { target: "/en/%FF" }],
	["an overlong slash", 400, { target: "/en/%C0%AF" }],
	["an encoded surrogate", 400, { target: "/en/%ED%A0%80" }],
	["beyond Unicode", 400, { target: "/en/%F4%90%80%80" }],
	["bad UTF-8 in the query", 400, { target: "/en?q=%FF" }],
	["a raw byte that is no UTF-8", 400, { target: "/en/\xff" }],
	["NUL", 400, { target: "/en/%00" }],
	["NUL in the query", 400, { target: "/en?q=%00" }],
	["a line end", 400, { target: "/en%0D%0ASet-Cookie:x" }],
	["an escape", 400, { target: "/en?q=%1B" }],
	["DEL", 400, { target: "/en/%7F" }],
	["a C1 control", 400, { target: "/en/%C2%85" }],
	["a raw NUL", 400, { target: "/en/\0" }],
	["a space in the target", 400, { target: "/en /x" }],
	["letters that no address of ours has", 404, { target: "/en/%D0%B0" }],
	["the same letters raw", 400, { target: "/en/\xd0\xb0" }],
	["an encoded letter of an address of ours", 404, { target: "/en/c%6Fnfirm/abc" }],
	["an encoded slash", 404, { target: "/en%2Fconfirm" }],
	// Remix's own addresses
	["single fetch outside /organise", 404, { target: "/en.data" }],
	["single fetch of the root", 404, { target: "/_root.data" }],
	["single fetch in capitals", 404, { target: "/en/petitions/one.DATA" }],
	["a post to single fetch", 404, post({ target: "/en/petitions/one/sign.data" })],
	["single fetch that climbs out of /organise", 404, { target: "/organise/../en.data" }],
	["an unknown asset", 404, { target: "/assets/root-000.js" }],
	["a path out of the assets", 404, { target: "/assets/..%2f..%2fpackage.json" }],
	// the version and the framing
	["an unknown version", 400, { version: "HTTP/9.9" }],
	["HTTP/0.9", 400, { version: "" }],
	["no protocol at all", 400, { method: "\x16\x03\x01", target: "\x02", version: "", bare: true }],
	["a header without a colon", 400, { headers: ["nonsense"] }],
	["a header with a space in its name", 400, { headers: ["X Y: 1"] }],
	["a folded header", 400, { headers: ["X-A: 1", " folded"] }],
	["a control character in a header", 400, { headers: ["Accept-Language: e\x01n"] }],
	["17 kB of headers", 431, { headers: [`X-A: ${"a".repeat(17_000)}`] }],
	["17 kB of many headers", 431, { headers: Array.from({ length: 3_000 }, (_, i) => `X-${i}: 1`) }],
	// Host
	["no Host", 400, { bare: true, headers: ["Connection: close"] }],
	["no Host in HTTP/1.0", 400, { bare: true, version: "HTTP/1.0" }],
	["two Hosts", 400, { headers: ["Host: localhost", "Host: localhost"] }],
	["an empty Host", 400, { headers: ["Host: "] }],
	["a Host with a path", 400, { headers: ["Host: localhost/x"] }],
	["a Host with a user", 400, { headers: ["Host: a@localhost"] }],
	["a Host with a space", 400, { headers: ["Host: local host"] }],
	["a Host list", 400, { headers: ["Host: localhost, example.org"] }],
	["a Host with a port that is none", 400, { headers: ["Host: localhost:99999"] }],
	["another name", 421, { headers: ["Host: example.org"] }],
	["another name on loopback", 421, { headers: ["Host: localhost.example.org"] }],
	["loopback written as a number", 421, { headers: ["Host: 2130706433"] }],
	["all interfaces", 421, { headers: ["Host: 0.0.0.0"] }],
	["an address of the local network", 421, { headers: ["Host: 192.168.1.2:3000"] }],
	// where a form comes from
	["a cross-site post", 403, headers("Sec-Fetch-Site: cross-site")],
	["a same-site post", 403, headers("Sec-Fetch-Site: same-site")],
	["another origin", 403, headers("Origin: https://example.org")],
	["another port of this machine", 403, headers("Origin: http://localhost:1")],
	["an origin that is no address", 403, headers("Origin: nonsense")],
	["two origins", 403, headers("Origin: null", "Origin: https://example.org")],
	["an empty origin", 403, headers("Origin: ")],
	["an origin of another scheme", 403, headers("Origin: file://")],
	["/organise without an origin", 403, post({ target: "/organise/campaigns" })],
	["/organise with a null origin", 403, post({ target: "/organise", headers: ["Origin: null"] })],
	["/organise in capitals without an origin", 403, post({ target: "/ORGANISE/x" })],
	// types and codings
	[
		"no type",
		415,
		{ ...post({ bare: true }), headers: ["Host: localhost", "Content-Length: 14", "Connection: close"] },
	],
	["JSON", 415, headers("Content-Type: application/json")],
	["plain text", 415, headers("Content-Type: text/plain")],
	["multipart", 415, headers("Content-Type: multipart/form-data; boundary=x")],
	["multipart without a boundary", 415, headers("Content-Type: multipart/form-data")],
	["another charset", 415, headers(`Content-Type: ${form}; charset=windows-1251`)],
	["two types", 415, headers(`Content-Type: ${form}, text/plain`)],
	["a compressed body", 415, headers("Content-Encoding: gzip")],
	["a body compressed twice", 415, headers("Content-Encoding: br, gzip")],
	["an unknown coding", 415, headers("Content-Encoding: x")],
	// sizes
	["64 kB and a byte", 413, post({ body: "a".repeat(65_537) })],
	["1 MB", 413, post({ body: "a".repeat(1_000_000) })],
	["the promise of 1 GB", 413, post({ headers: ["Content-Length: 1000000000"], body: "a=1" })],
	["a length beyond numbers", 400, headers("Content-Length: 99999999999999999999")],
	["a length that is none", 400, headers("Content-Length: -1")],
	["two lengths", 400, headers("Content-Length: 1", "Content-Length: 14")],
	["a length and chunks", 400, headers("Content-Length: 14", "Transfer-Encoding: chunked")],
	[
		"chunks beyond 64 kB",
		413,
		post({ headers: ["Transfer-Encoding: chunked"], body: `${chunk(40_000).repeat(2)}0\r\n\r\n` }),
	],
	["a chunk that is none", 400, post({ headers: ["Transfer-Encoding: chunked"], body: "zz\r\n" })],
	["a broken second chunk", 400, post({ headers: ["Transfer-Encoding: chunked"], body: `${chunk(3)}zz\r\n` })],
	["another transfer coding", 400, post({ headers: ["Transfer-Encoding: gzip"], body: "x" })],
	// text
	["half a letter in a field", 400, post({ body: "name=%D0" })],
	["a letter cut by a separator", 400, post({ body: "a=%D0&b=%90" })],
	["windows-1251 in a field", 400, post({ body: "name=%C0%C9%C3%DC" })],
	["raw bytes that are no UTF-8", 400, post({ body: "name=\xc0\xc9" })],
	["an overlong NUL", 400, post({ body: "name=%C0%80" })],
];

function chunk(length: number) {
	return `${length.toString(16)}\r\n${"a".repeat(length)}\r\n`;
}

test.each(refused)("%s: %i, and the app is not asked", async (_, status, sent) => {
	reached = [];
	const answers = await sendRaw(demo.port, bytesOf(sent, demo.port));
	expect(answers.map((answer) => answer.status)).toEqual([status]);
	expect(reached).toEqual([]);
	expect(demo.logged).toEqual([]);
	const [answer] = answers;
	expect(answer?.headers.get("cache-control")).toEqual(["private, no-store"]);
	const scripts = status === 403 && /^\/organise/i.test(sent.target ?? "") ? "'self' 'nonce-" : "'none'";
	expect(answer?.headers.get("content-security-policy")?.[0]).toContain(`script-src ${scripts}`);
	if (status === 405) expect(answer?.headers.get("allow")).toEqual(["GET, HEAD, POST"]);
	if (status === 415 && sent.headers?.some((line) => line.startsWith("Content-Encoding")))
		expect(answer?.headers.get("accept-encoding")).toEqual(["identity"]);
});

const passed: [string, Sent][] = [
	["a page", {}],
	["HEAD", { method: "HEAD" }],
	["HTTP/1.0 with a Host", { version: "HTTP/1.0" }],
	["Host 127.0.0.1", { host: "127.0.0.1:8080" }],
	["Host [::1]", { host: "[::1]:3000" }],
	["Host in capitals", { host: "LOCALHOST" }],
	["2,048 bytes", { target: `/${"a".repeat(2047)}` }],
	["a query in Kazakh", { target: "/en/pickets?near=%D0%90%D0%BB%D0%BC%D0%B0%D1%82%D1%8B" }],
	["a backslash in a query", { target: "/en/pickets?near=%5C" }],
	["a form", post()],
	["a form of 64 kB", post({ body: `a=${"b".repeat(65_534)}` })],
	["an empty form", post({ body: "" })],
	["a form in chunks", post({ headers: ["Transfer-Encoding: chunked"], body: `${chunk(3)}0\r\n\r\n` })],
	["a charset in capitals", headers(`Content-Type: ${form}; charset=UTF-8`)],
	["no coding by name", headers("Content-Encoding: identity")],
	["origin null", headers("Origin: null")],
	["origin null of our own page", headers("Origin: null", "Sec-Fetch-Site: same-origin")],
	["a form typed by hand", headers("Sec-Fetch-Site: none")],
	["a link from elsewhere", { headers: ["Sec-Fetch-Site: cross-site", "Origin: https://example.org"] }],
	["what a field refuses beside itself: NUL", post({ body: "name=%00" })],
	["bidi controls", post({ body: "name=%E2%80%AE" })],
	["an encoded surrogate", post({ body: "name=%ED%A0%80" })],
	["a stray percent", post({ body: "share=100%" })],
	["an expectation", headers("Expect: 100-continue")],
	["an unknown expectation", headers("Expect: wonders")],
	["a thousand headers", { headers: Array.from({ length: 1_000 }, (_, i) => `X${i}: 1`) }],
	["one click to unsubscribe", { ...headers("Content-Type: multipart/form-data; boundary=x"), target: "/u/token" }],
];

test.each(passed)("%s passes", async (_, sent) => {
	reached = [];
	const { socket, closed } = openRaw(demo.port, sent.method === "HEAD");
	socket.write(Buffer.from(bytesOf(sent, demo.port), "latin1"));
	const statuses = (await closed).map((answer) => answer.status);
	expect(statuses.filter((status) => status !== 100)).toEqual([200]);
	expect(reached.map(({ method }) => method)).toEqual([sent.body === undefined ? "GET" : "POST"]);
});

test("hundreds of headers do not hide the ones we check", async () => {
	const junk = Array.from({ length: 2_400 }, (_, i) => `${(i % 900).toString(36)}:`);
	const [answer] = await sendRaw(demo.port, bytesOf(headers(...junk, "Sec-Fetch-Site: cross-site"), demo.port));
	expect(answer?.status).toBe(403);
});

test("the app is told neither who forwarded nor where from, nor what steers Remix", async () => {
	reached = [];
	await sendRaw(
		demo.port,
		bytesOf(
			post({
				target: "/en/petitions/one?source=a&_data=routes%2Fsecret&index&_routes=x&page=2",
				headers: [
					`Origin: http://localhost:${demo.port}`,
					"X-Forwarded-Host: example.org",
					"X-Forwarded-For: 203.0.113.9",
					"X-Forwarded-Proto: https",
					"Forwarded: for=203.0.113.9",
					"X-Real-IP: 203.0.113.9",
					"Cookie: a=b",
					"User-Agent: Somebody/1.0",
					"Referer: http://localhost/en/confirm/token",
					"X-Remix-Something: yes",
					"Accept-Language: kk",
				],
			}),
			demo.port,
		),
	);
	expect(reached).toEqual([
		{
			method: "POST",
			url: `http://localhost:${demo.port}/en/petitions/one?source=a&page=2`,
			body: "email=a%40b.kz",
			headers: { "accept-language": "kk", "content-type": form, host: `localhost:${demo.port}` },
		},
	]);
});

test("/organise keeps its cookie, its query and its data addresses", async () => {
	reached = [];
	const own = `Origin: http://localhost:${demo.port}`;
	await sendRaw(
		demo.port,
		bytesOf(post({ target: "/organise/x.data?_routes=a", headers: [own, "Cookie: a=b"] }), demo.port),
	);
	expect(reached[0]?.url).toBe(`http://localhost:${demo.port}/organise/x.data?_routes=a`);
	expect(reached[0]?.headers.cookie).toBe("a=b");
});

const names: [string, number, string[]][] = [
	["its own name", 200, ["Host: yntymaq.example"]],
	["its own name with the usual port", 200, ["Host: yntymaq.example:443"]],
	["its own name in capitals", 200, ["Host: YNTYMAQ.example"]],
	["its onion", 200, [`Host: ${onion}`]],
	["its onion with the usual port", 200, [`Host: ${onion}:80`]],
	["another port", 421, ["Host: yntymaq.example:8443"]],
	["a name under its own", 421, ["Host: www.yntymaq.example"]],
	["a name that ends like its own", 421, ["Host: evil-yntymaq.example"]],
	["loopback", 421, ["Host: localhost"]],
	["another onion", 421, [`Host: ${"b".repeat(56)}.onion`]],
	["a forwarded host", 421, ["Host: localhost", "X-Forwarded-Host: yntymaq.example"]],
];

test.each(names)("a public site asked by %s answers %i", async (_, status, lines) => {
	reached = [];
	const [answer] = await sendRaw(site.port, bytesOf({ headers: lines }, site.port));
	expect(answer?.status).toBe(status);
	const origin = lines[0]?.includes(".onion") ? `http://${onion}` : "https://yntymaq.example";
	expect(reached.map(({ url }) => url)).toEqual(status === 200 ? [`${origin}/en`] : []);
});

const origins: [string, number, string, string[]][] = [
	["its own page", 200, "yntymaq.example", ["Origin: https://yntymaq.example", "Sec-Fetch-Site: same-origin"]],
	["its onion page", 200, onion, [`Origin: http://${onion}`]],
	["its onion page by https", 200, onion, [`Origin: https://${onion}`]],
	["its own name without TLS", 403, "yntymaq.example", ["Origin: http://yntymaq.example"]],
	["loopback", 403, "yntymaq.example", ["Origin: http://localhost:3000"]],
	["a forwarded name of theirs", 403, "yntymaq.example", ["Origin: https://a.example", "X-Forwarded-Host: a.example"]],
];

test.each(origins)("a public site's form from %s: %i", async (_, status, host, lines) => {
	const [answer] = await sendRaw(site.port, bytesOf(post({ host, headers: lines }), site.port));
	expect(answer?.status).toBe(status);
});

const readers: [string, string, string[], string][] = [
	["the path", "/ru/%00/x", ["Accept-Language: en"], "en"],
	["the path", "/ru/%D0%B0", ["Accept-Language: en"], "ru"],
	["Accept-Language", "/nowhere/%D0%B0", ["Accept-Language: de, kk;q=0.9, en;q=0.8"], "kk"],
	["English otherwise", "/nowhere/%D0%B0", [], "en"],
];

test.each(readers)("a refusal is in the language of %s (%s)", async (_, target, lines, language) => {
	const [answer] = await sendRaw(demo.port, bytesOf({ target, headers: lines }, demo.port));
	expect(answer?.headers.get("content-type")).toEqual(["text/html; charset=utf-8"]);
	expect(answer?.body.toString()).toContain(`<html lang="${language}">`);
});

test("programs get a problem document", async () => {
	const [answer] = await sendRaw(demo.port, bytesOf({ target: "/petitions/%D0%B0/count.json" }, demo.port));
	expect(answer?.headers.get("content-type")).toEqual(["application/problem+json"]);
	expect(JSON.parse(answer?.body.toString() ?? "")).toEqual({
		type: "about:blank",
		title: "Not Found",
		status: 404,
		detail: expect.any(String),
	});
});
