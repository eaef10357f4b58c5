import fc from "fast-check";
import { expect, test } from "vitest";
import { xml } from "#app/web/xml.ts";
import { parseXml } from "#tests/support/xml.ts";

/** XML 1.0 §2.2, `Char`. */
const isChar = (char: string) => /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]$/u.test(char);

test("whatever is put into XML comes out again, but for what XML cannot hold", () => {
	const anything = fc.oneof(
		fc.string({ unit: "binary" }),
		fc.constantFrom("<", "&amp;", '"', "]]>", "\u0000", "\uFFFF"),
	);
	fc.assert(
		fc.property(anything, (text) => {
			const { attributes, text: inner } = parseXml(xml`<a b="${text}">${text}</a>`.text);
			const holds = Array.from(text).filter(isChar).join("");
			// A parser makes every line end \n, and within an attribute a space (XML 1.0 §2.11, §3.3.3).
			expect(inner).toBe(holds.replace(/\r\n?/g, "\n"));
			expect(attributes.b).toBe(holds.replace(/\r\n/g, " ").replace(/[\r\n\t]/g, " "));
		}),
	);
});

test("what is XML already goes in as it is", () => {
	const { children } = parseXml(xml`<a>${[xml`<b/>`, xml`<c/>`]}${xml`<d/>`}</a>`.text);
	expect(children.map(({ name }) => name)).toEqual(["b", "c", "d"]);
});
