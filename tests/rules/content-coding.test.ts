import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { byteCache } from "#app/web/byte-cache.ts";
import { bestCoding, encoder, isCompressible } from "#app/web/content-coding.ts";
import { bodyHash, entityTag, matchesTag } from "#app/web/entity-tag.ts";

// How a body travels, and how a reader's copy of it is known again.

const accepts: [string | undefined, string][] = [
	[undefined, ""],
	["", ""],
	["gzip", "gzip"],
	["x-gzip", "gzip"],
	["GZIP, BR", "br"],
	["gzip, deflate, br", "br"],
	["br;q=0.5, gzip;q=0.8", "gzip"],
	["br;q=0.8, gzip;q=0.8", "br"],
	["br;q=0, *", "gzip"],
	["*;q=0", ""],
	["*", "br"],
	["identity", ""],
	["gzip;q=nonsense", ""],
	["deflate, zstd", ""],
	[";;,,;q=1", ""],
];
test.each(accepts)("Accept-Encoding %j takes %j", (header, coding) => expect(bestCoding(header)).toBe(coding));

test("any Accept-Encoding gives a coding", () => {
	fc.assert(fc.property(fc.string(), (text) => ["br", "gzip", ""].includes(bestCoding(text))));
});

test("text is worth compressing when it is long enough", () => {
	for (const type of [
		"text/html; charset=utf-8",
		"application/json",
		"application/atom+xml",
		"image/svg+xml",
		"text/javascript",
	])
		expect([isCompressible(type, 1025), isCompressible(type, 1024)]).toEqual([true, false]);
	for (const type of ["image/png", "font/woff2", "application/pdf", ""])
		expect(isCompressible(type, 99_999)).toBe(false);
});

test("a body comes back the same from every coding, made once", async () => {
	const encode = encoder(1_000_000);
	const body = Buffer.from("Ынтымақ ".repeat(1000));
	for (const lasting of [true, false]) {
		const hash = `${bodyHash(body)}${lasting}`;
		expect(brotliDecompressSync(await encode(body, hash, "br", lasting)).equals(body)).toBe(true);
		expect(gunzipSync(await encode(body, hash, "gzip", lasting)).equals(body)).toBe(true);
		expect(await encode(body, hash, "br", lasting)).toBe(await encode(body, hash, "br", lasting));
	}
	expect(await encode(body, "any", "", false)).toBe(body);
});

test("all who ask at once for a coding get the same bytes, compressed once", async () => {
	const encode = encoder(1_000_000);
	const body = Buffer.from("Ынтымақ ".repeat(1000));
	for (const coding of ["br", "gzip"] as const) {
		const asked = await Promise.all(Array.from({ length: 50 }, () => encode(body, bodyHash(body), coding, false)));
		expect(new Set(asked).size).toBe(1);
	}
});

test("a tag matches itself in any coding, weak or strong, alone or in a list", () => {
	const coding = fc.constantFrom<"" | "br" | "gzip">("", "br", "gzip");
	fc.assert(
		fc.property(fc.uint8Array(), fc.uint8Array(), coding, coding, (mine, other, had, list) => {
			const hash = bodyHash(Buffer.from(mine));
			const foreign = bodyHash(Buffer.from(other));
			expect(matchesTag(entityTag(hash, had), hash)).toBe(true);
			expect(matchesTag(`W/${entityTag(hash, had)}`, hash)).toBe(true);
			expect(matchesTag(`${entityTag(foreign, list)} , W/${entityTag(hash, had)}`, hash)).toBe(true);
			expect(matchesTag(entityTag(foreign, had), hash)).toBe(foreign === hash);
		}),
	);
	expect([matchesTag("*", "x"), matchesTag(undefined, "x"), matchesTag("x", "x"), matchesTag('"', "")]).toEqual([
		true,
		false,
		false,
		false,
	]);
});

test("a byte cache never holds more than it may, and keeps what was last used", () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(40), fc.boolean())), (steps) => {
			const cache = byteCache(100);
			const last = new Map<string, Buffer>();
			for (const [number, size, read] of steps) {
				const name = String(number);
				if (read) expect([undefined, last.get(name)]).toContain(cache.get(name));
				else {
					const bytes = Buffer.alloc(size);
					last.set(name, bytes);
					cache.set(name, bytes);
					expect(cache.get(name)).toBe(size <= 25 ? bytes : undefined);
				}
				const held = [...last.keys()].map((key) => cache.get(key)?.length ?? 0);
				expect(held.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(100);
			}
		}),
	);
});
