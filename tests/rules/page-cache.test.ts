import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { declaredQuery } from "#app/web/declared-query.ts";
import type { PageAddress } from "#app/web/page-address.ts";
import { keptAddress, pageAddress } from "#app/web/page-address.ts";
import { pageCache } from "#app/web/page-cache.ts";
import type { Reply } from "#app/web/reply.ts";

// Which answers are kept, under what name, how many, and until when (decision 17).

let now = new Date("2026-12-15T18:59:30Z");
const clock = () => now;
beforeEach(() => {
	now = new Date("2026-12-15T18:59:30Z");
	vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const site = { origin: "https://yntymaq.example", onion: false };
const address = (pathname: string): PageAddress => pageAddress({ pathname, search: "", site });
const page = (text: string, status = 200): Reply => ({ status, headers: {}, body: Buffer.from(text) });
const gone = Object.assign(new Error("nobody answers"), { code: "ECONNREFUSED" });

/** A cache that hears of changes, and a page whose text says how often it was made. */
function opened(most = 1_000_000) {
	const cache = pageCache({ most, now: clock });
	cache.notified();
	let made = 0;
	const render = vi.fn(async () => page(`made ${++made}`));
	const ask = async (pathname = "/en") => (await cache.answer(address(pathname), render)).body.toString();
	return { cache, render, ask };
}

test("of a query only what a page declares is read, in one order, and what it cannot mean is dropped", () => {
	const known = "source=leaflet-1";
	const other = fc.stringMatching(/^[a-z]{1,9}=[a-zA-Z0-9%]{0,3}$/).filter((pair) => !/^source=|%/.test(pair));
	fc.assert(
		fc.property(fc.array(other), fc.array(other), (before, after) => {
			const search = `?${[...before, known, ...after].join("&")}`;
			expect(declaredQuery("/en/petitions/zhanaozen", search)).toBe(`?${known}`);
			expect(declaredQuery("/en/campaigns/zhanaozen", search)).toBe("");
		}),
	);
	for (const none of ["", "?", "?source=", "?source=Not%20one", "?Source=leaflet", "?x=1&source=%3Cb%3E&source=a"])
		expect(declaredQuery("/en/petitions/zhanaozen", none)).toBe("");
});

test("the site's name, the path and the query that is read tell pages apart, and nothing else does", () => {
	const name = (pathname: string, search = "", origin = site.origin) =>
		pageAddress({ pathname, search, site: { origin, onion: false } }).name;
	const petition = "/en/petitions/zhanaozen";
	expect(name(petition, "?fbclid=1")).toBe(name(petition));
	const apart = [
		name(petition),
		name(petition, "?source=a"),
		name("/ru/petitions/zhanaozen"),
		name(petition, "", "http://localhost:3000"),
		name(petition, "", "http://127.0.0.1:3000"),
	];
	expect(new Set(apart).size).toBe(apart.length);
});

test.each([
	["/en", 200, "/en"],
	["/en/petitions/one", 200, "/en/petitions/one"],
	["/petitions/one/count.json", 200, "/petitions/one/count.json"],
	["/kk/nowhere", 404, "/kk/404"],
	["/kk/nowhere/else", 404, "/kk/404"],
	["/wp-login.php", 404, "/en/404"],
	["/xx", 404, "/en/404"],
	["/", null, null],
	["/en/", null, null],
	["/EN", null, null],
	["/en/petitions/one/thank-you", null, null],
	["/en/confirm/token", null, null],
	["/en/my/token", null, null],
	["/organise", null, null],
	["/mailbox", null, null],
	["/healthz", null, null],
	["/u/token", null, null],
])("%s is kept with status %s as %s", (pathname, status, kept) => {
	const isRoute = (path: string) => !/nowhere|^\/wp|^\/xx/.test(path);
	const found = keptAddress({ pathname, search: "", site }, isRoute);
	expect([found?.status ?? null, found?.pathname ?? null]).toEqual([status, kept]);
});

test("never holds more bytes than it may, and what was asked for last stays", async () => {
	const most = 400_000;
	await fc.assert(
		fc.asyncProperty(fc.array(fc.tuple(fc.nat(30), fc.nat(120_000)), { maxLength: 60 }), async (asked) => {
			const cache = pageCache({ most, now: clock });
			cache.notified();
			for (const [number, size] of asked) {
				const at = address(`/en/${number}`);
				const made = await cache.answer(at, async () => ({ ...page(""), body: Buffer.alloc(size) }));
				// A form of it that is made later counts too.
				if ("forms" in made) {
					made.forms.set("br", { status: 200, headers: [], body: Buffer.alloc(made.body.length / 4) });
					made.grown();
				}
				const held = Array.from({ length: 31 }, (_, n) => cache.fresh(address(`/en/${n}`).name));
				const bytes = held.reduce((sum, reply) => sum + (reply ? reply.body.length * 1.25 : 0), 0);
				expect(bytes).toBeLessThanOrEqual(most);
			}
			const last = asked.at(-1);
			const small = last !== undefined && last[1] < 60_000;
			if (small) expect(cache.fresh(address(`/en/${last[0]}`).name)).toBeDefined();
		}),
	);
});

test("a thousand who ask at once for what nobody has asked for make it once", async () => {
	const { ask, render } = opened();
	const answers = await Promise.all(Array.from({ length: 1_000 }, () => ask()));
	expect(new Set(answers)).toEqual(new Set(["made 1"]));
	expect(await ask()).toBe("made 1");
	expect(render).toHaveBeenCalledTimes(1);
});

test("what was read before a change is never fresh after it, and who asks after it does not wait for what was begun before", async () => {
	const { cache, ask } = opened();
	vi.advanceTimersByTime(1_000);
	let finish: (reply: Reply) => void = () => undefined;
	const early = cache.answer(address("/en"), () => new Promise((resolve) => (finish = resolve)));
	cache.changed();
	expect(await ask()).toBe("made 1");
	finish(page("read before"));
	expect((await early).body.toString()).toBe("read before");
	expect(await ask()).toBe("made 1");

	vi.advanceTimersByTime(1_000);
	const alone = cache.answer(address("/ru"), () => new Promise((resolve) => (finish = resolve)));
	cache.changed();
	finish(page("read before"));
	await alone;
	expect(cache.fresh(address("/ru").name)).toBeUndefined();
});

test("one change is heeded at once, and a thousand changes a second make a page four times", async () => {
	const { cache, ask, render } = opened();
	vi.advanceTimersByTime(1_000);
	await ask();
	cache.changed();
	expect(await ask()).toBe("made 2");
	render.mockClear();
	for (let ms = 0; ms < 2_000; ms++) {
		vi.advanceTimersByTime(1);
		cache.changed();
		await ask();
	}
	expect(render.mock.calls.length).toBeGreaterThanOrEqual(7);
	expect(render.mock.calls.length).toBeLessThanOrEqual(9);
	render.mockClear();
	vi.advanceTimersByTime(250);
	await ask();
	expect(render).toHaveBeenCalledTimes(1);
});

test("a page ends with the minute of the clock, and so with every day and phase", async () => {
	const { ask } = opened();
	expect(await ask()).toBe("made 1");
	now = new Date("2026-12-15T18:59:59.999Z");
	expect(await ask()).toBe("made 1");
	now = new Date("2026-12-15T19:00:00Z");
	expect(await ask()).toBe("made 2");
});

test("a day begins with a minute in every zone", () => {
	const at = new Date("2026-12-15T00:00:00Z");
	for (const zone of Intl.supportedValuesOf("timeZone")) {
		const there = new Intl.DateTimeFormat("en", { timeZone: zone, second: "numeric" }).format(at);
		expect([zone, there]).toEqual([zone, "0"]);
	}
});

test("while nobody tells of changes nothing is fresh, and what is from before stays so when somebody does again", async () => {
	const { cache, ask } = opened();
	expect(await ask()).toBe("made 1");
	cache.lost();
	expect(await ask()).toBe("made 2");
	expect(await ask()).toBe("made 3");
	cache.notified();
	expect(await ask()).toBe("made 4");
	expect(await ask()).toBe("made 4");
});

test("while Postgres is away a page is given as it was, for a day, and as it is once Postgres is back", async () => {
	const { cache, ask } = opened();
	expect(await ask()).toBe("made 1");
	cache.lost();
	const away = vi.fn(async () => {
		throw gone;
	});
	const askAway = async (pathname = "/en") => (await cache.answer(address(pathname), away)).body.toString();
	for (let n = 0; n < 100; n++) expect(await askAway()).toBe("made 1");
	// Asked once; after that a second goes by before Postgres is asked again, and nobody waits for it.
	expect(away).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(1_000);
	for (let n = 0; n < 100; n++) expect(await askAway()).toBe("made 1");
	expect(away).toHaveBeenCalledTimes(2);
	await expect(askAway("/ru")).rejects.toBe(gone);

	vi.advanceTimersByTime(1_000);
	expect(await ask()).toBe("made 1");
	await vi.waitFor(async () => expect(await ask()).not.toBe("made 1"));

	cache.lost();
	now = new Date(now.getTime() + 86_400_000);
	await expect(askAway()).rejects.toBe(gone);
});

test("a fault of ours is not hidden behind an old page", async () => {
	const { cache, ask } = opened();
	await ask();
	cache.lost();
	const fault = cache.answer(address("/en"), async () => {
		throw new TypeError("ours");
	});
	await expect(fault).rejects.toThrow("ours");
});

test("only the status that its address has is kept, and nothing that says it must not be", async () => {
	const { cache } = opened();
	const refused: Reply[] = [page("", 404), page("", 302), page("", 500)];
	refused.push({ ...page(""), headers: { "cache-control": "no-store" } });
	for (const reply of refused) {
		expect(await cache.answer(address("/en"), async () => reply)).toBe(reply);
		expect(cache.fresh(address("/en").name)).toBeUndefined();
	}
});

test("a page that has been taken down does not come back while Postgres is away, and a fault takes nothing down", async () => {
	const { cache, ask } = opened();
	await ask("/en/down");
	await ask("/en/faulty");
	vi.advanceTimersByTime(1_000);
	cache.changed();
	await cache.answer(address("/en/down"), async () => page("", 404));
	await cache.answer(address("/en/faulty"), async () => page("", 500));
	cache.lost();
	const away = async () => {
		throw gone;
	};
	await expect(cache.answer(address("/en/down"), away)).rejects.toBe(gone);
	expect((await cache.answer(address("/en/faulty"), away)).body.toString()).toBe("made 2");
});

test("whatever queries anybody makes up, the pages without one stay", async () => {
	const { cache, ask } = opened(400_000);
	const pages = Array.from({ length: 20 }, (_, n) => `/en/petitions/${n}`);
	for (const pathname of pages) await ask(pathname);
	const queried = (n: number) => pageAddress({ pathname: "/en/petitions/1", search: `?source=made-up-${n}`, site });
	for (let n = 0; n < 1_000; n++) await cache.answer(queried(n), async () => page("once more"));
	expect(cache.fresh(queried(999).name)).toBeDefined();
	expect(pages.filter((pathname) => !cache.fresh(address(pathname).name))).toEqual([]);
});

test("what somebody has taken down is on no page that is asked for next, however lately another thing changed", async () => {
	const { cache, ask } = opened();
	cache.changed();
	expect(await ask()).toBe("made 1");
	cache.changed();
	expect(await ask()).toBe("made 1");
	cache.changed(true);
	expect(await ask()).toBe("made 2");
});
