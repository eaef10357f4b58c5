import bidiFactory from "bidi-js";
import { ClusterLevel, Direction, Buffer as Shaping, shape } from "harfbuzzjs";
import type { Face } from "./faces.server.ts";
import { letterOf } from "./letters.server.ts";

/** One letter's picture, measures in thousandths of the size. */
export interface Glyph {
	id: number;
	/** How far the pen goes on. */
	advance: number;
	/** Where it is drawn, off the pen. */
	dx: number;
	dy: number;
	/** What a reader who copies it gets; empty where another glyph has it. */
	text: string;
}

/** Glyphs of one font, from left to right. */
export interface GlyphRun {
	face: Face;
	glyphs: readonly Glyph[];
}

/** A line of text as it is drawn, from left to right; its width in thousandths of the size. */
export interface Shaped {
	runs: readonly GlyphRun[];
	width: number;
}

interface Part {
	text: string;
	face: Face;
	level: number;
	script: string;
}

const bidi = bidiFactory();
const shaping = new Shaping();

/**
 * Lays out a line of any script: the order by the Unicode bidirectional algorithm (UAX 9), letters joined by HarfBuzz. A
 * letter that no font has stands as its number, `[U+1F600]`: nothing is lost and nothing is a box.
 */
export function shapeLine(line: string): Shaped {
	const text = readable(line);
	const runs = inLine(text) ?? inVisualOrder(partsOf(text, bidi.getEmbeddingLevels(text).levels)).map(shapePart);
	const width = runs.reduce((sum, { glyphs }) => sum + glyphs.reduce((wide, { advance }) => wide + advance, 0), 0);
	return { runs, width };
}

/** Control characters become spaces; what no font has becomes its number. */
function readable(line: string): string {
	let text = "";
	for (const letter of line.normalize("NFC").replace(/\p{Cc}+/gu, " ")) {
		const { face, invisible } = letterOf(letter);
		const code = letter.codePointAt(0) ?? 0;
		text += invisible || face ? letter : `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
	}
	return text;
}

/** The runs of a text whose letters all stand for themselves, which most do: a hundred times faster than what all need. */
function inLine(text: string): GlyphRun[] | undefined {
	const runs: { face: Face; glyphs: Glyph[] }[] = [];
	for (const letter of text) {
		const { face: own, follows, alone } = letterOf(letter);
		if (own === undefined || alone === undefined) return undefined;
		const last = runs.at(-1);
		const stays = follows && last?.face.has(letter.codePointAt(0) ?? 0);
		const face = stays && last ? last.face : own;
		const id = face === own ? alone : (face.font.nominalGlyph(letter.codePointAt(0) ?? 0) ?? alone);
		const glyph = { id, advance: face.facts.widthOf(id), dx: 0, dy: 0, text: letter };
		if (last?.face === face) last.glyphs.push(glyph);
		else runs.push({ face, glyphs: [glyph] });
	}
	return runs;
}

/** Cuts a text where its font, direction or script changes; marks and joiners stay with the letter before. */
function partsOf(text: string, levels: Uint8Array): Part[] {
	const parts: Part[] = [];
	let at = 0;
	for (const letter of text) {
		const last = parts.at(-1);
		const level = levels[at] ?? 0;
		at += letter.length;
		const face = faceOf(letter, last?.face);
		if (!face) continue;
		const script = letterOf(letter).script || last?.script || "";
		if (last && last.face === face && last.level === level && (last.script === script || last.script === ""))
			Object.assign(last, { text: last.text + letter, script });
		else parts.push({ text: letter, face, level, script });
	}
	return parts;
}

function faceOf(letter: string, before: Face | undefined): Face | undefined {
	const { face, invisible, follows } = letterOf(letter);
	if (invisible) return before;
	// A mark belongs to its letter; a space or a full stop between two words of a script to their font.
	return follows && before?.has(letter.codePointAt(0) ?? 0) ? before : face;
}

/** Rule L2 of UAX 9, over parts: from the highest level down, what is at it or above is turned round. */
function inVisualOrder(parts: readonly Part[]): Part[] {
	const ordered = [...parts];
	const highest = Math.max(0, ...ordered.map(({ level }) => level));
	for (let level = highest; level > 0; level--)
		for (let from = 0; from < ordered.length; from++) {
			let to = from;
			while ((ordered[to]?.level ?? 0) >= level) to++;
			if (to > from) ordered.splice(from, to - from, ...ordered.slice(from, to).reverse());
			from = to;
		}
	return ordered;
}

function shapePart({ text, face, level }: Part): GlyphRun {
	shaping.clearContents();
	// Marks keep a text of their own.
	shaping.setClusterLevel(ClusterLevel.MONOTONE_CHARACTERS);
	shaping.addText(text);
	shaping.setDirection(level % 2 === 1 ? Direction.RTL : Direction.LTR);
	shaping.guessSegmentProperties();
	shape(face.font, shaping);
	const { unit } = face;
	const infos = shaping.getGlyphInfosAndPositions();
	const texts = textsOfClusters(text, infos);
	const glyphs = infos.map((glyph, i) => ({
		id: glyph.codepoint,
		advance: (glyph.xAdvance ?? 0) * unit,
		dx: (glyph.xOffset ?? 0) * unit,
		dy: (glyph.yOffset ?? 0) * unit,
		text: texts[i] ?? "",
	}));
	return { face, glyphs };
}

/** What each glyph stands for: the widest of a cluster for all of its text. */
function textsOfClusters(text: string, glyphs: readonly { cluster: number; xAdvance?: number }[]): string[] {
	const begins = [...new Set(glyphs.map(({ cluster }) => cluster))].sort((one, other) => one - other);
	const ends = new Map(begins.map((begin, i) => [begin, begins[i + 1] ?? text.length]));
	const heads = new Map<number, { cluster: number; xAdvance?: number }>();
	for (const glyph of glyphs)
		if ((glyph.xAdvance ?? 0) > (heads.get(glyph.cluster)?.xAdvance ?? -1)) heads.set(glyph.cluster, glyph);
	return glyphs.map((glyph) =>
		heads.get(glyph.cluster) === glyph ? text.slice(glyph.cluster, ends.get(glyph.cluster)) : "",
	);
}
