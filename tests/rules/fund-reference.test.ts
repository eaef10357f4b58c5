import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newReference, parseReference, printReference, referencesIn } from "#app/fund/giving/reference.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const reference = fc.uint8Array({ minLength: 5, maxLength: 5 }).map((bytes) => newReference(() => Buffer.from(bytes)));

test("a reference is read as it is printed, and as a person types it", () => {
	fc.assert(
		fc.property(reference, (text) => {
			expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{9}$/);
			expect(parseReference(printReference(text))).toBe(text);
			const typed = text.toLowerCase().replaceAll("1", "l").replaceAll("0", "o");
			expect(parseReference(` ${typed.slice(0, 4)}-${typed.slice(4)} `)).toBe(text);
		}),
	);
	expect(printReference("000000000")).toBe("000 000 000");
});

test("one character typed for another, wherever and whichever, makes no reference", () => {
	fc.assert(
		fc.property(reference, (text) => {
			for (const at of [...text].keys())
				for (const other of alphabet)
					if (other !== text[at]) expect(parseReference(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
		}),
	);
});

test("two neighbours exchanged make no reference", () => {
	fc.assert(
		fc.property(reference, (text) => {
			for (let at = 0; at < text.length - 1; at++) {
				const [one, two] = [text[at], text[at + 1]];
				if (one === two) continue;
				expect(parseReference(`${text.slice(0, at)}${two}${one}${text.slice(at + 2)}`)).toBeNull();
			}
		}),
	);
});

test("a character too many or too few makes none, and each comes from all 40 bits", () => {
	const one = newReference(randomBytes);
	expect(parseReference(one.slice(1))).toBeNull();
	expect(parseReference(`${one}0`)).toBeNull();
	const different = new Set(Array.from({ length: 1_000 }, () => newReference(randomBytes)));
	expect(different.size).toBe(1_000);
	expect(newReference(() => Buffer.alloc(5))).not.toBe(newReference(() => Buffer.from([128, 0, 0, 0, 0])));
});

test("is found in what a bank makes of the remittance text", () => {
	fc.assert(
		fc.property(reference, (text) => {
			expect(referencesIn(`SEPA+${text}/Gift of J`)).toEqual([text]);
			expect(referencesIn(`gift ${printReference(text).toLowerCase()} thank you`)).toContain(text);
		}),
	);
	expect(referencesIn("nothing of ours 1234")).toEqual([]);
});
