import fc from "fast-check";
import { expect, test } from "vitest";
import { isUtf8Form, postRule, takesType } from "#app/web/post-rules.ts";

// Which bodies a form may have.

test("every form that a browser sends is UTF-8, whatever a person typed", () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }))), (pairs) => {
			expect(isUtf8Form(Buffer.from(new URLSearchParams(pairs).toString()))).toBe(true);
		}),
	);
});

test("any bytes, percent-encoded or raw: taken exactly when they are UTF-8, surrogates aside", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 12 }), fc.boolean(), (bytes, raw) => {
			// `%`, which may begin an escape, is not the subject here.
			const plain = bytes.map((byte) => (byte === 0x25 ? 0x61 : byte));
			const escaped = [...plain].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
			const body = Buffer.concat([Buffer.from("a="), raw ? plain : Buffer.from(escaped)]);
			const surrogate = /\xed[\xa0-\xbf][\x80-\xbf]/.test(Buffer.from(plain).toString("latin1"));
			const utf8 = Buffer.from(Buffer.from(plain).toString("utf8")).equals(Buffer.from(plain));
			if (!surrogate) expect(isUtf8Form(body)).toBe(utf8);
		}),
		{ numRuns: 1000 },
	);
});

test("encoded surrogates pass, and are what a field sees as U+FFFD", () => {
	const body = "name=%ED%A0%80%ED%B0%80";
	expect(isUtf8Form(Buffer.from(body))).toBe(true);
	expect(new URLSearchParams(body).get("name")).toMatch(/^\ufffd+$/);
});

test("types, with and without a charset", () => {
	const rule = postRule("/en/petitions/one/sign");
	const form = "application/x-www-form-urlencoded";
	for (const type of [form, `${form};charset=UTF-8`, `${form}; charset="utf-8"`, form.toUpperCase()])
		expect(takesType(rule, type)).toBe(true);
	for (const type of [undefined, "", "text/plain", `${form}; charset=koi8-r`, "multipart/form-data", `x${form}`])
		expect(takesType(rule, type)).toBe(false);
	expect(rule.limit).toBe(65_536);
});

test("one-click unsubscribing takes both of RFC 8058's types, and only there", () => {
	expect(takesType(postRule("/u/token"), "multipart/form-data; boundary=x")).toBe(true);
	for (const path of ["/u", "/u/a/b", "/en/u/token"])
		expect(takesType(postRule(path), "multipart/form-data; boundary=x")).toBe(false);
});

test("a file goes to the photos of a host's page and of a hand-in, in multipart alone, and nowhere else", () => {
	const type = "multipart/form-data; boundary=x";
	const closing = "/organise/campaigns/one/petitions/one/closing";
	for (const path of ["/kk/host/token/photos", `${closing}/photo`]) {
		const rule = postRule(path);
		expect([takesType(rule, type), takesType(rule, "application/x-www-form-urlencoded")]).toEqual([true, false]);
		expect(rule.limit).toBe(16_777_216);
	}
	expect([takesType(postRule(closing), type), takesType(postRule(`${closing}/photo/x`), type)]).toEqual([false, false]);
	for (const path of ["/kk/host/token", "/kk/host/token/report", "/kk/host/token/photos/one", "/en/pickets/one/photos"])
		expect(takesType(postRule(path), type)).toBe(false);
});
