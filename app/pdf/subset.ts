import { type Tables, table, ttfOf } from "./sfnt.ts";

/** Flags of a part of a composite glyph (OpenType 1.9, "glyf"). */
const WORDS = 0x1;
const SCALE = 0x8;
const MORE = 0x20;
const TWO_SCALES = 0x40;
const MATRIX = 0x80;
const HINTED = 0x100;

/**
 * A font with the outlines of some of its glyphs alone, each under its own number, which pages already have; without
 * hints, which nobody's viewer needs. It copies what it keeps and nothing else, however large the font.
 * @param tables of a font with TrueType outlines
 */
export function subsetOf(tables: Tables, glyphs: Iterable<number>): Buffer {
	const head = Buffer.from(table(tables, "head"));
	const [glyf, loca, hmtx] = [table(tables, "glyf"), table(tables, "loca"), table(tables, "hmtx")];
	const long = head.readInt16BE(50) === 1;
	const offset = (glyph: number) => (long ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph));
	const outline = (glyph: number) => glyf.subarray(offset(glyph), offset(glyph + 1));
	const kept = withParts(glyphs, outline);
	const count = table(tables, "maxp").readUInt16BE(4);
	const metrics = table(tables, "hhea").readUInt16BE(34);
	const [places, widths] = [Buffer.alloc(4 * (count + 1)), Buffer.alloc(hmtx.length)];
	const outlines: Buffer[] = [];
	let at = 0;
	for (let glyph = 0; glyph < count; glyph++) {
		places.writeUInt32BE(at, 4 * glyph);
		if (!kept.has(glyph)) continue;
		// The last metric is that of all which follow.
		const metric = 4 * Math.min(glyph, metrics - 1);
		hmtx.copy(widths, metric, metric, metric + 4);
		const plain = unhinted(outline(glyph));
		const padding = Buffer.alloc(-plain.length & 3);
		outlines.push(plain, padding);
		at += plain.length + padding.length;
	}
	places.writeUInt32BE(at, 4 * count);
	head.writeInt16BE(1, 50);
	return ttfOf(
		new Map([
			["glyf", Buffer.concat(outlines)],
			["head", head],
			["hhea", table(tables, "hhea")],
			["hmtx", widths],
			["loca", places],
			["maxp", table(tables, "maxp")],
		]),
	);
}

/** The glyphs and those that they are put together from; the missing glyph too, which every font has. */
function withParts(glyphs: Iterable<number>, outline: (glyph: number) => Buffer): Set<number> {
	const kept = new Set([0, ...glyphs]);
	// A set's loop goes on to what is added to it.
	for (const glyph of kept) for (const { part } of partsOf(outline(glyph)).parts) kept.add(part);
	return kept;
}

interface Parts {
	/** Where the flags of each stand, and which glyph it is. */
	parts: { at: number; part: number }[];
	/** Where they end. */
	end: number;
}

function partsOf(outline: Buffer): Parts {
	const parts: Parts["parts"] = [];
	if (outline.length === 0 || outline.readInt16BE(0) >= 0) return { parts, end: 0 };
	let at = 10;
	for (let more = true; more; ) {
		const flags = outline.readUInt16BE(at);
		parts.push({ at, part: outline.readUInt16BE(at + 2) });
		const scale = flags & SCALE ? 2 : flags & TWO_SCALES ? 4 : flags & MATRIX ? 8 : 0;
		at += 4 + (flags & WORDS ? 4 : 2) + scale;
		more = (flags & MORE) !== 0;
	}
	return { parts, end: at };
}

/** A glyph's outline without its instructions: they call functions of tables that a subset leaves out. */
function unhinted(outline: Buffer): Buffer {
	if (outline.length === 0) return outline;
	const contours = outline.readInt16BE(0);
	if (contours < 0) {
		const { parts, end } = partsOf(outline);
		const plain = Buffer.from(outline.subarray(0, end));
		for (const { at } of parts) plain.writeUInt16BE(plain.readUInt16BE(at) & ~HINTED, at);
		return plain;
	}
	const at = 10 + 2 * contours;
	return Buffer.concat([outline.subarray(0, at), Buffer.alloc(2), outline.subarray(at + 2 + outline.readUInt16BE(at))]);
}
