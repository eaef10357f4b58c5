import { describe, expect, test } from "vitest";
import { badgeSvg } from "#app/petitions/elsewhere/badge.ts";
import { oEmbedOf } from "#app/petitions/elsewhere/oembed.ts";
import { embedSnippet } from "#app/ui/embed-snippet.ts";
import { embeddableAt } from "#app/ui/embeddable.ts";
import { parseXml, within } from "#tests/support/xml.ts";

const described = { origin: "https://example.org", path: "/embed/pickets", locale: "kk", title: "A title" } as const;

describe("an oEmbed answer", () => {
	test("has what its type must have (oEmbed 1.0, §2.3.4.4), and no more room than there is", () => {
		for (const [maxWidth, maxHeight, width, height] of [
			[undefined, undefined, 480, 340],
			[300, 200, 300, 200],
			[9_999, 9_999, 480, 340],
		] as const) {
			const answer = oEmbedOf({ ...described, maxWidth, maxHeight });
			expect(answer).toMatchObject({
				type: "rich",
				version: "1.0",
				width,
				height,
				provider_url: "https://example.org",
			});
			expect(answer.html).toContain(`width="${width}" height="${height}"`);
		}
	});
});

test("the lines that another site copies are one frame, whatever stands in a title", () => {
	const html = embedSnippet({ ...described, query: { l: "en", source: "a-b" }, title: `"><script>&` });
	expect(parseXml(html.replace(' loading="lazy"', ""))).toMatchObject({
		name: "iframe",
		attributes: { src: "https://example.org/embed/pickets?l=en&source=a-b", title: `"><script>&`, height: "340" },
	});
});

test.each([
	["/ru/petitions/a-b", { locale: "ru", petition: "a-b" }],
	["/petitions/a-b/", { locale: undefined, petition: "a-b" }],
	["/kk/pickets", { locale: "kk", pickets: true }],
	["/pickets", { locale: undefined, pickets: true }],
	["/de/pickets", undefined],
	["/ru/petitions/a/sign", undefined],
	["/ru/pickets/a", undefined],
	["/", undefined],
])("%s can be shown elsewhere, or not", (path, found) => {
	expect(embeddableAt(path)).toEqual(found);
});

test.each(["en", "ru", "kk"] as const)(
	"a badge says the count whole, in %s, and is named for who does not see it",
	(locale) => {
		const svg = parseXml(badgeSvg(locale, 1_240_567).text);
		expect(within(svg, "title")[0]?.text.replace(/\D/g, "")).toBe("1240567");
		const [words] = within(svg, "g");
		expect(words && within(words, "text").map(({ text }) => text.replace(/\D/g, ""))).toEqual(["", "1240567"]);
		const [left, right] = within(svg, "rect").map(({ attributes }) => Number(attributes.width));
		expect((left ?? 0) + (right ?? 0)).toBe(Number(svg.attributes.width));
	},
);
