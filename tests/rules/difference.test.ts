import fc from "fast-check";
import { expect, test } from "vitest";
import { changesBetween, differenceOf, type Piece } from "#app/organise/editing/difference.ts";

const joined = (pieces: readonly Piece[], without: Piece["kind"]) =>
	pieces
		.filter(({ kind }) => kind !== without)
		.map(({ text }) => text)
		.join("");
const words = fc.array(fc.constantFrom("қала", "забастовка", "square", " ", "\n", ", ", "16", "🕯️", "x"), {
	maxLength: 40,
});
const text = fc.oneof(
	words.map((list) => list.join("")),
	fc.string({ unit: "grapheme", maxLength: 80 }),
);

test("a difference holds both texts, and nothing else", () => {
	fc.assert(
		fc.property(text, text, (before, after) => {
			const pieces = differenceOf(before, after);
			expect(joined(pieces, "added")).toBe(before);
			expect(joined(pieces, "removed")).toBe(after);
		}),
	);
});

test("what is the same has no difference", () => {
	fc.assert(
		fc.property(text, (same) => {
			expect(differenceOf(same, same).filter(({ kind }) => kind !== "same")).toEqual([]);
		}),
	);
});

test.each([
	["Забастовка началась весной", "Забастовка началась летом", "весной", "летом"],
	["Ереуіл көктемде басталды", "Ереуіл жазда басталды", "көктемде", "жазда"],
	["The strike began in spring", "The strike began in summer", "spring", "summer"],
])("words change whole, in any script: %s", (before, after, gone, came) => {
	const pieces = differenceOf(before, after);
	expect(pieces.filter(({ kind }) => kind === "removed").map(({ text }) => text)).toEqual([gone]);
	expect(pieces.filter(({ kind }) => kind === "added").map(({ text }) => text)).toEqual([came]);
});

test("texts that have nothing in common are told in bounded time", () => {
	const many = (word: string) => Array.from({ length: 20_000 }, (_, i) => `${word}${i}`).join(" ");
	const pieces = differenceOf(many("a"), many("b"));
	expect(joined(pieces, "removed")).toBe(many("b"));
	expect(pieces).toHaveLength(2);
});

const claim = (text: string, ...sources: string[]) => ({ said_by: "account", text, sources });

test("only the parts that changed are named, in the order of the document", () => {
	const before = { matter: { title: "Strikes", when: "2011", claims: [claim("One", "interview")] }, body: "Text" };
	const after = {
		matter: { title: "Strikes", when: "May 2011", claims: [claim("One", "record-3")] },
		body: "Text, longer",
	};
	expect(changesBetween(before, after).map(({ part, place }) => [part, place])).toEqual([
		["when", undefined],
		["claims", undefined],
		["body", undefined],
	]);
	expect(changesBetween(before, before)).toEqual([]);
});

test("a claim that is put between two others leaves them alone", () => {
	const of = (...texts: string[]) => ({
		matter: { claims: texts.map((words) => claim(words, "interview")) },
		body: "",
	});
	expect(changesBetween(of("One", "Two"), of("One", "Between", "Two"))).toMatchObject([
		{ part: "claims", place: 2, pieces: [{ kind: "added" }] },
	]);
	expect(changesBetween(of("One", "Two"), of("Two"))).toMatchObject([
		{ part: "claims", pieces: [{ kind: "removed" }] },
	]);
	expect(changesBetween(of("One", "Two"), of("One", "Two, changed"))).toMatchObject([{ part: "claims", place: 2 }]);
});
