import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalAddress, providers } from "#app/seal/canonical-address.ts";

const same: [string, string][] = [
	["a@example.org", "A@EXAMPLE.ORG"],
	["a@example.org", " a@example.org "],
	["a@example.org", "a@example.org."],
	["a@bücher.example", "a@xn--bcher-kva.example"],
	["é@example.org", "e\u0301@example.org"],
	["sample@gmail.com", "s.a.m.p.l.e@gmail.com"],
	["sample@gmail.com", "sample+16@gmail.com"],
	["sample@gmail.com", "Sample@googlemail.com"],
	["sample@proton.me", "sam.ple+x@protonmail.com"],
	["sample@icloud.com", "sample@me.com"],
	["sample@yandex.ru", "sample+tag@ya.ru"],
];

const different: [string, string][] = [
	["a@example.org", "b@example.org"],
	["a@example.org", "a@example.com"],
	["a+b@example.org", "a@example.org"],
	["a.b@example.org", "ab@example.org"],
	["a.b@outlook.com", "ab@outlook.com"],
	["sample@gmail.com", "sample2@gmail.com"],
	["sample@mail.ru", "sam.ple@mail.ru"],
	["+tag@gmail.com", "@gmail.com"],
];

test.each(same)("%s and %s are one mailbox", (one, other) => {
	expect(canonicalAddress(one)).toBe(canonicalAddress(other));
});

test.each(different)("%s and %s are two mailboxes", (one, other) => {
	expect(canonicalAddress(one)).not.toBe(canonicalAddress(other));
});

test("a canonical address is its own canonical form", () => {
	fc.assert(
		fc.property(fc.emailAddress(), (address) => {
			expect(canonicalAddress(canonicalAddress(address))).toBe(canonicalAddress(address));
		}),
	);
});

test("no provider is listed without its source, and no domain twice", () => {
	const domains = providers.flatMap(({ domain, aliases }) => [domain, ...aliases]);
	expect(new Set(domains).size).toBe(domains.length);
	for (const { source } of providers) expect(source).toMatch(/^[a-z]+\.[a-z.]+\//);
});
