import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { expect, test } from "vitest";
import { shapeLine } from "#app/pdf/shape.server.ts";
import type { Handin } from "#app/petitions/handing-in/handin.server.ts";
import { pdfOf } from "#app/petitions/handing-in/pdf.server.ts";
import type { HandinRow } from "#app/petitions/handing-in/rows.server.ts";

const names = [
	"Әсел Қазақша",
	"Пример Русский",
	"أحمد محمد مثال",
	"示例 中文",
	"ქართული",
	"Հայերեն",
	"한국어 예시",
	"Zoë 😀",
];

const handin: Handin = {
	id: 1,
	petition: "sample",
	number: 1,
	state: "frozen",
	frozenOn: "2026-12-16",
	exportedOn: null,
	version: 1,
	signatures: names.length,
	organisations: 0,
	represented: 0,
	paper: 0,
	bodies: [],
	addressees: [],
	languages: ["en"],
	askedBy: "",
	agreedBy: "",
	open: true,
	over: false,
};

const wordsOf = (name: string) => ({
	name,
	town: "",
	organisation: "",
	country: "KZ",
	line: `For the families: ${name}`,
	lineHeld: name.startsWith("Zoë"),
	public: true,
});

async function* rows(): AsyncGenerator<HandinRow> {
	for (const [i, name] of names.entries()) yield { number: i + 1, version: 1, named: true, words: wordsOf(name) };
}

async function printed(): Promise<Buffer> {
	const survey = {
		people: names.length,
		withdrawn: 0,
		lines: names.length - 1,
		linesHeld: 1,
		columns: { town: false, organisation: false, country: true },
		versions: new Set([1]),
	};
	const text = { title: "A sample", addressee: "A sample body", summary: "", body: "We ask.", sponsor: "", handIn: "" };
	const pieces: Buffer[] = [];
	for await (const piece of pdfOf({ handin, survey, text, locale: "en" }, rows(), rows())) pieces.push(piece);
	return Buffer.concat(pieces);
}

test("every name can be read from the sheet, in whatever letters it is written", async () => {
	const document = await getDocument({ data: new Uint8Array(await printed()), verbosity: 0 }).promise;
	const content = await (await document.getPage(2)).getTextContent();
	const text = content.items.map((item) => ("str" in item ? item.str : "")).join(" ");
	const letters = (words: string) => [...words.replace(/\s/gu, "")].sort().join("");
	for (const name of names) for (const letter of letters(name)) expect(text).toContain(letter);
	expect(text).toContain("Sheet 1 of 1");
	await document.loadingTask.destroy();
});

test("no letter is a box: what no font has stands as its number", () => {
	for (const name of [...names, "\u{10ffff} Sample"])
		for (const { glyphs } of shapeLine(name).runs) expect(glyphs.map(({ id }) => id)).not.toContain(0);
	const private_ = shapeLine("\u{10ffff}").runs.flatMap(({ glyphs }) => glyphs.map(({ text }) => text));
	expect(private_.join("")).toBe("[U+10FFFF]");
});

test("Arabic letters are joined and stand from right to left", () => {
	const [run] = shapeLine("محمد").runs;
	const alone = [..."محمد"].flatMap((letter) =>
		shapeLine(letter).runs.flatMap(({ glyphs }) => glyphs.map(({ id }) => id)),
	);
	expect(run?.glyphs.map(({ id }) => id)).not.toEqual(alone.reverse());
	expect(run?.glyphs.map(({ text }) => text).join("")).toBe("دمحم");
});
