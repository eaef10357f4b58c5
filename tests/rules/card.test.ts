import { readFileSync } from "node:fs";
import { Resvg } from "@resvg/resvg-js";
import { describe, expect, test } from "vitest";
import { pngOf } from "#app/campaigns/card-png.server.ts";
import { type CardWords, cardSvg } from "#app/campaigns/card-svg.ts";
import { campaignCard, petitionCard, siteCard } from "#app/campaigns/card-words.ts";
import { locales } from "#app/i18n/translate.ts";
import { cardAddress, cardSize, readCardAddress } from "#app/ui/card-address.ts";
import { markPath } from "#app/ui/mark.tsx";

const called = { title: "Zhanaozen, 16 December 2011", neutralTitle: "16 желтоқсан", summary: "" };
const words: CardWords[] = [
	...locales.flatMap((locale) => [campaignCard(locale, called), petitionCard(locale, called), siteCard(locale)]),
	{ heading: "An independent international investigation into the killings at Zhanaozen", line: "Petition" },
	{ heading: "Ұзақ щётка жарқылдаған Жаңаөзен щука ".repeat(6).trim(), line: "Петиция" },
	{ heading: "ЖЩЫ ".repeat(8).trim(), line: "Петиция" },
	{ heading: "Бірлескен".repeat(12), line: "Петиция" },
];

describe("the picture of a card", () => {
	test.each(words)("keeps its words within its edges: $heading", (card) => {
		const texts = cardSvg(card).text.match(/<text[^>]*>[^<]*<\/text>/g) ?? [];
		expect(texts.length).toBeGreaterThan(2);
		for (const text of texts) {
			const box = boxOf(card, text);
			expect(box.x, text).toBeGreaterThanOrEqual(60);
			expect(box.x + box.width, text).toBeLessThanOrEqual(cardSize.width - 40);
			expect(box.y + box.height, text).toBeLessThanOrEqual(cardSize.height - 20);
		}
	});

	test("is drawn once, for all who ask at once and for whoever asks later", async () => {
		const card = () => pngOf(cardSvg({ heading: "Once", line: "" }));
		const asked = await Promise.all([card(), card(), card()]);
		expect(new Set([...asked, await card()]).size).toBe(1);
	});

	test("has a glyph for every letter of Kazakh and Russian", async () => {
		const letters = [..."әғқңөұүһіӘҒҚҢӨҰҮҺІёъыэЁЪЫЭ№«»—–’0123456789"];
		const drawn = await Promise.all(
			letters.map(async (heading) => (await pngOf(cardSvg({ heading, line: "" }))).toString("base64")),
		);
		const missing = (await pngOf(cardSvg({ heading: "\u{10FFFF}", line: "" }))).toString("base64");
		expect(drawn).not.toContain(missing);
		expect(new Set(drawn).size).toBe(letters.length);
	});
});

/** Where one text of the picture is drawn, by the same font. */
function boxOf(card: CardWords, text: string) {
	const font = { loadSystemFonts: false, fontFiles: ["400Regular", "700Bold"].map(fontFile) };
	const whole = cardSvg(card).text;
	const group = /<g font-weight[^>]*>/.exec(whole)?.[0] ?? "";
	const inner = whole.slice(whole.indexOf(group), whole.indexOf("</g>")).includes(text) ? `${group}${text}</g>` : text;
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><g font-family="PT Serif">${inner}</g></svg>`;
	const box = new Resvg(svg, { font }).getBBox();
	if (!box) throw new Error(`nothing is drawn of ${text}`);
	return box;
}

function fontFile(weight: string): string {
	return `node_modules/@expo-google-fonts/pt-serif/${weight}/PTSerif_${weight}.ttf`;
}

test("the mark is the same on pages, pictures and in a tab", () => {
	expect(readFileSync("app/public/favicon.svg", "utf8")).toContain(`d="${markPath}"`);
	expect(cardSvg({ heading: "", line: "" }).text).toContain(`d="${markPath}"`);
});

test("the address of a picture says what it is of, and back", () => {
	for (const locale of locales) {
		expect(readCardAddress(cardAddress(locale, "/about").slice("/og/".length))).toEqual({
			locale,
			subject: { kind: "site", slug: "" },
		});
		for (const kind of ["campaigns", "petitions"])
			for (const page of ["", "/timeline", "/updates/3"])
				expect(readCardAddress(cardAddress(locale, `/${kind}/a-1${page}`).slice("/og/".length))).toEqual({
					locale,
					subject: { kind, slug: "a-1" },
				});
	}
	for (const wrong of [
		"",
		"en",
		"en.jpg",
		"english.png",
		"en/funds/a.png",
		"en/campaigns/.png",
		"en/campaigns/a/b.png",
	])
		expect(readCardAddress(wrong), wrong).toBeNull();
});
