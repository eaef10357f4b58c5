import fc from "fast-check";
import { expect, test } from "vitest";
import { couldBeOurs, isMachine, isOrganise, plainPath, publicSearch, readTarget } from "#app/web/target.ts";

// What a request target names, and what it cannot.

test("no target, however malformed, throws, or names another host, or hides a control character", () => {
	const part = fc.oneof(
		fc.string({ unit: "binary-ascii" }),
		fc.constantFrom(
			"/",
			"//",
			"\\",
			"%2F",
			"%5C",
			"..",
			"%2e",
			"%00",
			"%FF",
			"%D0%B0",
			"?",
			"#",
			"@",
			":",
			"example.org",
		),
	);
	fc.assert(
		fc.property(fc.array(part), (parts) => {
			const raw = `/${parts.join("")}`;
			const target = readTarget(raw);
			if (!target) return;
			const url = new URL(`http://localhost${target.pathname}${target.search}`);
			expect(url.host).toBe("localhost");
			expect([url.pathname, url.search]).toEqual([target.pathname, target.search]);
			expect(target.pathname).toMatch(/^\/(?!\/)/);
			expect(decodeURIComponent(target.pathname)).not.toMatch(/\p{Cc}|\\/u);
			expect(decodeURIComponent(target.search)).not.toMatch(/\p{Cc}/u);
			expect(new URL(target.pathname, "http://localhost").host).toBe("localhost");
		}),
		{ numRuns: 2000 },
	);
});

test("every address of the product passes as it is", () => {
	const slug = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
	fc.assert(
		fc.property(fc.array(slug, { minLength: 1, maxLength: 5 }), (slugs) => {
			const path = `/${slugs.join("/")}`;
			expect(readTarget(path)).toEqual({ pathname: path, search: "" });
			expect(couldBeOurs(path)).toBe(true);
		}),
	);
});

test("a path that could be ours reads the same decoded", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
			if (couldBeOurs(`/${text}`)) expect(decodeURIComponent(text)).toBe(text);
		}),
	);
});

test("/organise is known in every way the router takes", () => {
	const ours = [
		"/organise",
		"/organise/",
		"/ORGANISE",
		"/organise/x",
		"/organise/x.data",
		"/organise.data",
		"/Organise//",
	];
	for (const path of ours) expect(isOrganise(path)).toBe(true);
	for (const path of ["/", "/organiser", "/en/organise", "/organise.json", "/organise-x"])
		expect(isOrganise(path)).toBe(false);
});

test("programs' addresses", () => {
	for (const path of [
		"/petitions/one/count.json",
		"/pickets.ics",
		"/webhooks/stripe",
		"/healthz",
		"/PICKETS.ATOM/",
		"/oembed",
	])
		expect(isMachine(path)).toBe(true);
	for (const path of ["/", "/en", "/en/petitions/one", "/u/token", "/jsonx"]) expect(isMachine(path)).toBe(false);
});

test("closing slashes and case do not make another path", () => {
	expect(["/", "//", "/En/", "/en///"].map(plainPath)).toEqual(["/", "/", "/en", "/en"]);
});

test("a query loses what steers Remix and nothing else", () => {
	const name = fc.constantFrom("_data", "_routes", "index", "country", "near", "Index", "_datas");
	fc.assert(
		fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
			const search = pairs.length ? `?${new URLSearchParams(pairs)}` : "";
			const left = [...new URLSearchParams(publicSearch(search))];
			expect(left).toEqual(pairs.filter(([key]) => !["_data", "_routes", "index"].includes(key)));
		}),
	);
	expect(publicSearch("?a=%20&b")).toBe("?a=%20&b");
	expect(publicSearch("?index")).toBe("");
});
