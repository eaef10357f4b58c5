import fc from "fast-check";
import { expect, test } from "vitest";
import { xml } from "#app/web/xml.ts";
import { parseXml } from "#tests/support/xml.ts";

test("whatever is put into XML comes out again, but for what XML cannot hold", () => {
	const anything = fc.oneof(
		fc.string({ unit: "binary" }),
		fc.constantFrom("<", "&amp;", '"', "]]>", "\u0000", "\uFFFF"),
	);
	fc.assert(
		fc.property(anything, (text) => {
			const { attributes, text: inner } = parseXml(xml`<a b="${text}">${text}</a>`.text);
			// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
			const holds = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu, "");
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
