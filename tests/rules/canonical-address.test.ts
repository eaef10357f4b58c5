import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalAddress } from "#app/seal/canonical-address.ts";
import { providers } from "#app/seal/mailbox-providers.ts";

const same: [string, string][] = [
	// What holds everywhere: case, white space around, a closing dot, NFC, the two spellings of an IDN.
	["a@example.org", "A@example.org"],
	["a@example.org", "a@EXAMPLE.ORG"],
	["a@example.org", " a@example.org "],
	["a@example.org", "a@example.org."],
	["a.b@example.org", "A.B@example.org"],
	["a+b@example.org", "A+B@Example.org"],
	["a@bücher.example", "a@xn--bcher-kva.example"],
	["a@bücher.example", "a@BÜCHER.example"],
	["a@bücher.example", "a@bu\u0308cher.example"],
	["a@пример.қаз", "a@ПРИМЕР.ҚАЗ"],
	["a@пример.қаз", "a@xn--e1afmkfd.xn--80ao21a"],
	["a@faß.example", "a@FAß.example"],
	["é@example.org", "e\u0301@example.org"],
	["é@example.org", "É@example.org"],
	["жанар@example.org", "Жанар@example.org"],
	["a@ｅｘａｍｐｌｅ.org", "a@example.org"],
	['"a@b"@example.org', '"A@B"@example.org'],
	// Gmail.
	["sample@gmail.com", "Sample@Gmail.com"],
	["sample@gmail.com", "s.a.m.p.l.e@gmail.com"],
	["sample@gmail.com", "sam.ple@gmail.com"],
	["sample@gmail.com", "sam..ple@gmail.com"],
	["sample@gmail.com", "sample+16@gmail.com"],
	["sample@gmail.com", "sample+@gmail.com"],
	["sample@gmail.com", "sample+a+b@gmail.com"],
	["sample@gmail.com", "sample+a.b@gmail.com"],
	["sample@gmail.com", "s.ample+x@googlemail.com"],
	["sample@gmail.com", "sample@googlemail.com"],
	["sample@gmail.com", "SAMPLE@GOOGLEMAIL.COM."],
	["sample+a@gmail.com", "sample+b@gmail.com"],
	["sam.ple@googlemail.com", "samp.le@gmail.com"],
	// Proton.
	["sample@proton.me", "sample@protonmail.com"],
	["sample@proton.me", "sample@protonmail.ch"],
	["sample@proton.me", "sample@pm.me"],
	["sample@proton.me", "sam.ple@proton.me"],
	["sample@proton.me", "sam_ple@proton.me"],
	["sample@proton.me", "sam-ple@proton.me"],
	["sample@proton.me", "s.a_m-ple+x@pm.me"],
	["sample+a@proton.me", "sample+b@protonmail.com"],
	// iCloud.
	["sample@icloud.com", "sample@me.com"],
	["sample@icloud.com", "sample@mac.com"],
	["sample@me.com", "Sample@MAC.com"],
	// Yandex.
	["sample@yandex.ru", "sample@ya.ru"],
	["sample@yandex.ru", "sample@yandex.com"],
	["sample@yandex.ru", "sample@yandex.kz"],
	["sample@yandex.ru", "sample@yandex.by"],
	["sample@yandex.ru", "sample@yandex.ua"],
	["sample@yandex.kz", "sample@ya.ru"],
	["sample@yandex.ru", "sample+tag@yandex.ru"],
	["sample@yandex.ru", "Sample+tag@ya.ru"],
	// Fastmail.
	["sample@fastmail.com", "sample+x@fastmail.com"],
	["sample@fastmail.com", "x@sample.fastmail.com"],
	["sample@fastmail.com", "anything.at-all@Sample.Fastmail.com"],
	["sample@fastmail.fm", "sample+x@fastmail.fm"],
	["sample@fastmail.fm", "y@sample.fastmail.fm"],
	// mailbox.org and Runbox.
	["sample@mailbox.org", "sample+x@mailbox.org"],
	["sam.ple@mailbox.org", "sam.ple+x@mailbox.org"],
	["sample@runbox.com", "sample+x@runbox.com"],
];

const different: [string, string][] = [
	// No rule is guessed: neither a tag nor a dot, a domain or a look-alike.
	["a@example.org", "b@example.org"],
	["a@example.org", "a@example.com"],
	["a@example.org", "a@mail.example.org"],
	["a@example.org", "aa@example.org"],
	["a+b@example.org", "a@example.org"],
	["a-b@example.org", "a@example.org"],
	["a=b@example.org", "a@example.org"],
	["a.b@example.org", "ab@example.org"],
	["a_b@example.org", "ab@example.org"],
	["a%b@example.org", "a@example.org"],
	["a@example.org", "а@example.org"],
	["a@еxample.org", "a@example.org"],
	["i@example.org", "ı@example.org"],
	["o@example.org", "ö@example.org"],
	["a@faß.example", "a@fass.example"],
	["fi@example.org", "ﬁ@example.org"],
	['"a@b"@example.org', "a@b@example.net"],
	// Outlook.com, Hotmail.
	["sam.ple@outlook.com", "sample@outlook.com"],
	["sample+a@outlook.com", "sample@outlook.com"],
	["sample@outlook.com", "sample@hotmail.com"],
	["sample@hotmail.com", "sample@live.com"],
	["sample@hotmail.com", "sample@msn.com"],
	// Yahoo.
	["sample-a@yahoo.com", "sample@yahoo.com"],
	["sample+a@yahoo.com", "sample@yahoo.com"],
	["sample@yahoo.com", "sample@ymail.com"],
	["sample@yahoo.com", "sample@yahoo.co.uk"],
	// mail.ru, Rambler, Ukr.net, mail.kz.
	["sam.ple@mail.ru", "sample@mail.ru"],
	["sample+a@mail.ru", "sample@mail.ru"],
	["sample@mail.ru", "sample@bk.ru"],
	["sample@mail.ru", "sample@inbox.ru"],
	["sample@mail.ru", "sample@list.ru"],
	["sample+a@rambler.ru", "sample@rambler.ru"],
	["sam.ple@ukr.net", "sample@ukr.net"],
	["sample+a@mail.kz", "sample@mail.kz"],
	// GMX, web.de, Tuta, Zoho.
	["sample+a@gmx.de", "sample@gmx.de"],
	["sample@gmx.de", "sample@gmx.net"],
	["sample+a@web.de", "sample@web.de"],
	["sample+a@tuta.com", "sample@tuta.com"],
	["sample@tuta.com", "sample@tutanota.com"],
	["sample+a@zoho.com", "sample@zoho.com"],
	["sample@zoho.com", "sample@zohomail.com"],
	// A listed provider's other rules do not follow from the one it states.
	["sample@gmail.com", "sample2@gmail.com"],
	["sample@gmail.com", "sam-ple@gmail.com"],
	["sample@gmail.com", "sam_ple@gmail.com"],
	["sample@gmail.com", "sample@gmail.co"],
	["sample@gmail.com", "x@sample.gmail.com"],
	["sample+x@googlemail.com.example", "sample@googlemail.com.example"],
	["+tag@gmail.com", "@gmail.com"],
	["+tag@gmail.com", "+other@gmail.com"],
	["sample+a@icloud.com", "sample@icloud.com"],
	["sam.ple@icloud.com", "sample@icloud.com"],
	["sam.ple@yandex.ru", "sample@yandex.ru"],
	["sam.ple@yandex.ru", "sam-ple@yandex.ru"],
	["sample@yandex.ru", "sample@yandex.fr"],
	["sample@fastmail.com", "sample@fastmail.fm"],
	["sam.ple@fastmail.com", "sample@fastmail.com"],
	["x@sample.fastmail.com", "x@other.fastmail.com"],
	["x@a.sample.fastmail.com", "x@sample.fastmail.com"],
	["sample@proton.me", "sample@proton.com"],
	["x@sample.mailbox.org", "sample@mailbox.org"],
	["sam.ple@runbox.com", "sample@runbox.com"],
];

test.each(same)("%s and %s are one mailbox", (one, other) => {
	expect(canonicalAddress(one)).toBe(canonicalAddress(other));
});

test.each(different)("%s and %s are two mailboxes", (one, other) => {
	expect(canonicalAddress(one)).not.toBe(canonicalAddress(other));
});

test("the tables hold at least a hundred pairs, none twice", () => {
	const pairs = [...same, ...different].map((pair) => pair.join(" "));
	expect(new Set(pairs).size).toBe(pairs.length);
	expect(pairs.length).toBeGreaterThanOrEqual(100);
});

test("a canonical address is its own canonical form, whatever the provider", () => {
	const domains = providers.flatMap(({ domains }) => [...domains, ...domains.map((domain) => `name.${domain}`)]);
	const address = fc.oneof(
		fc.emailAddress(),
		fc
			.tuple(fc.stringMatching(/^[a-z0-9.+_-]{1,12}$/), fc.constantFrom(...domains))
			.map(([local, domain]) => `${local}@${domain}`),
	);
	fc.assert(
		fc.property(address, (typed) => {
			expect(canonicalAddress(canonicalAddress(typed))).toBe(canonicalAddress(typed));
		}),
		{ numRuns: 1_000 },
	);
});

test("no provider is listed without the address of its own page, and no domain twice", () => {
	const domains = providers.flatMap(({ domains }) => domains);
	expect(new Set(domains).size).toBe(domains.length);
	for (const { sources } of providers) {
		expect(sources.length).toBeGreaterThan(0);
		for (const source of sources) expect(new URL(source).protocol).toBe("https:");
	}
});
