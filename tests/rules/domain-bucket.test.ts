import fc from "fast-check";
import { expect, test } from "vitest";
import { largeProviders } from "#app/seal/large-providers.ts";
import { domainBucket } from "#emails/domain-bucket.ts";

test("twenty large providers have a bucket each, with all their names", () => {
	expect(largeProviders).toHaveLength(20);
	expect(domainBucket("Sam@Gmail.com")).toBe(0);
	expect(domainBucket("sam@googlemail.com")).toBe(0);
	for (const domain of ["mail.ru", "bk.ru", "inbox.ru", "list.ru"]) expect(domainBucket(`a@${domain}`)).toBe(1);
	expect(domainBucket("a@yandex.ru")).toBe(domainBucket("b@ya.ru."));
	expect(domainBucket("a@outlook.com")).toBe(domainBucket("a@hotmail.com"));
	expect(new Set(largeProviders.flat()).size).toBe(largeProviders.flat().length);
});

test("every other address falls into one of 64, by its domain alone", () => {
	fc.assert(
		fc.property(fc.string({ unit: "grapheme" }), (text) => {
			expect(domainBucket(text)).toBeGreaterThanOrEqual(0);
			expect(domainBucket(text)).toBeLessThan(84);
		}),
	);
	expect(domainBucket("a@small.example")).toBe(domainBucket("b@SMALL.example"));
	expect(domainBucket("a@small.example")).toBeGreaterThanOrEqual(20);
	expect(domainBucket("a@пример.рф")).toBe(domainBucket("a@xn--e1afmkfd.xn--p1ai"));
});
