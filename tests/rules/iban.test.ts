import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseIban, printIban } from "#app/web/iban.ts";

// The examples of the registry itself (SWIFT, IBAN Registry): nobody's accounts.
const published = [
	"AT61 1904 3002 3457 3201",
	"BE68 5390 0754 7034",
	"CH93 0076 2011 6238 5295 7",
	"DE89 3704 0044 0532 0130 00",
	"ES91 2100 0418 4502 0005 1332",
	"FR14 2004 1010 0505 0001 3M02 606",
	"GB29 NWBK 6016 1331 9268 19",
	"IT60 X054 2811 1010 0000 0123 456",
	"MT84 MALT 0110 0001 2345 MTLC AST0 01S",
	"NL91 ABNA 0417 1643 00",
	"NO93 8601 1117 947",
	"PL61 1090 1014 0000 0712 1981 2874",
	"SE45 5000 0000 0583 9825 7466",
];
const anyPublished = fc.constantFrom(...published.map((printed) => printed.replaceAll(" ", "")));

test.each(published)("%s is an IBAN and is printed as it stands in the registry", (printed) => {
	expect(printIban(parseIban(printed) ?? "")).toBe(printed);
});

test("spaces, hyphens and small letters are a matter of typing", () => {
	expect(parseIban(" gb29-nwbk 6016\u00a01331 9268 19 ")).toBe("GB29NWBK60161331926819");
});

describe("is refused", () => {
	test("with a digit typed for another, or a letter for another", () => {
		const other = fc.constantFrom(..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
		fc.assert(
			fc.property(anyPublished, fc.nat(33), other, (iban, at, typed) => {
				const index = at % iban.length;
				const meant = iban[index] ?? "";
				fc.pre(meant !== typed && /^\d\d$|^[A-Z]{2}$/.test(meant + typed));
				expect(parseIban(iban.slice(0, index) + typed + iban.slice(index + 1))).toBeNull();
			}),
		);
	});

	test("with two neighbouring digits exchanged", () => {
		fc.assert(
			fc.property(anyPublished, fc.nat(33), (iban, at) => {
				const index = 2 + (at % (iban.length - 3));
				const [one = "", two = ""] = iban.slice(index);
				fc.pre(one !== two && /\d\d/.test(one + two));
				expect(parseIban(iban.slice(0, index) + two + one + iban.slice(index + 2))).toBeNull();
			}),
		);
	});

	test.each(["", "DE89", "DE89 3704 0044 0532 0130 0", "XX89 3704 0044 0532 0130 00", "KZ86 125K ZT50 0410 0100"])(
		"%j: too short, or of a country where no fund of ours has its account",
		(typed) => expect(parseIban(typed)).toBeNull(),
	);
});
