import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { domainFingerprint } from "#app/seal/fingerprint.ts";

const key = randomBytes(32);
const of = (address: string) => domainFingerprint(key, address)?.toString("hex") ?? null;

describe("the fingerprint of a domain", () => {
	test.each(["a@gmail.com", "a@Mail.RU", "a@seznam.cz", "a@yahoo.co.jp", "a@joe.fastmail.com", "a@riseup.net"])(
		"is none for %s: anybody can have a mailbox there",
		(address) => expect(of(address)).toBeNull(),
	);

	test.each([
		["a@example.org", "b@EXAMPLE.org"],
		["a@example.org", "b@mail.x.example.org"],
		["a@union.co.uk", "b@branch.union.co.uk"],
		["a@почта.рф", "b@xn--80a1acny.xn--p1ai"],
	])("is one for %s and %s", (one, other) => expect(of(one)).toBe(of(other)));

	test.each([
		["a@one.co.uk", "a@two.co.uk"],
		["a@example.org", "a@example.com"],
		["a@gmail.com.example", "a@example.org"],
	])("differs for %s and %s", (one, other) => expect(of(one)).not.toBe(of(other)));

	test("is another under another key", () => {
		expect(domainFingerprint(randomBytes(32), "a@example.org")?.toString("hex")).not.toBe(of("a@example.org"));
	});
});
