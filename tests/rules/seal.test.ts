import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprint } from "#app/seal/fingerprint.ts";
import { KeyRingError, readKeyRing } from "#app/seal/key-ring.ts";
import { open, seal } from "#app/seal/seal.ts";
import { hashToken, newToken } from "#app/seal/tokens.ts";

const one = `1:${randomBytes(32).toString("base64")}`;
const two = `2:${randomBytes(32).toString("base64")}`;

describe("a sealed value", () => {
	test("opens in its place as it was sealed", () => {
		const ring = readKeyRing(one);
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(open(ring, "submissions/7", seal(ring, "submissions/7", value))).toEqual(
					JSON.parse(JSON.stringify(value)),
				);
			}),
		);
	});

	test("does not open in another row", () => {
		const ring = readKeyRing(one);
		const sealed = seal(ring, "submissions/7", "a name");
		expect(() => open(ring, "submissions/8", sealed)).toThrow();
	});

	test("does not open with any one bit changed", () => {
		const ring = readKeyRing(one);
		const sealed = seal(ring, "submissions/7", "a name");
		for (let bit = 0; bit < sealed.length * 8; bit++) {
			const changed = Buffer.from(sealed);
			changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect(() => open(ring, "submissions/7", changed)).toThrow();
		}
	});

	test("has the same length for a short and a long name", () => {
		const ring = readKeyRing(one);
		expect(seal(ring, "a/1", "A")).toHaveLength(
			seal(ring, "a/1", "A name of sixty characters or thereabouts, by all accounts").length,
		);
	});

	test("of an older key opens while that key is listed, and is refused by name when it is not", () => {
		const sealed = seal(readKeyRing(one), "a/1", "x");
		expect(open(readKeyRing(`${two},${one}`), "a/1", sealed)).toBe("x");
		expect(() => open(readKeyRing(two), "a/1", sealed)).toThrow(/lacks version 1/);
	});
});

test("a key ring that cannot be read says so in one line", () => {
	for (const text of ["", "1", "1:short", `0:${one.slice(2)}`, `256:${one.slice(2)}`, `${one},${one}`])
		expect(() => readKeyRing(text)).toThrow(KeyRingError);
});

test("a fingerprint is the same for one mailbox under one key and tells nothing under another", () => {
	const [key, other] = [randomBytes(32), randomBytes(32)];
	expect(fingerprint(key, "S.Ample+a@Gmail.com")).toEqual(fingerprint(key, "sample@googlemail.com"));
	expect(fingerprint(key, "sample@gmail.com")).not.toEqual(fingerprint(other, "sample@gmail.com"));
});

describe("a token", () => {
	test("has 160 bits, reads back, and its hash does not show it", () => {
		const token = newToken();
		expect(token).toMatch(/^[a-z2-7]{32}$/);
		expect(hashToken(token)).toHaveLength(32);
		expect(hashToken(` ${token.toUpperCase()} `)).toEqual(hashToken(token));
	});

	test("uses every bit of its randomness", () => {
		expect(newToken(() => Buffer.alloc(20, 0xff))).toBe("7".repeat(32));
		expect(newToken(() => Buffer.alloc(20, 0))).toBe("a".repeat(32));
	});

	test("is refused when it cannot be one", () => {
		for (const text of ["", "a", "1".repeat(32), "a".repeat(33), `${"a".repeat(31)}!`])
			expect(hashToken(text)).toBeNull();
	});
});
