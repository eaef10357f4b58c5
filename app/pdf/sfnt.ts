import { inflateSync } from "node:zlib";

/** What a PDF has to say of a font, in thousandths of its size; `widths` by glyph. */
export interface FontFacts {
	ascent: number;
	descent: number;
	box: readonly [number, number, number, number];
	widthOf(glyph: number): number;
}

/** The tables of a font by their tags. */
export type Tables = ReadonlyMap<string, Buffer>;

/**
 * Reads a font's tables, of a TTF or WOFF 1.0 (W3C Recommendation, 2012), whose tables are deflated or as they are.
 * @throws an Error for WOFF2 and what is no font
 */
export function tablesOf(file: Buffer): Tables {
	const kind = file.toString("latin1", 0, 4);
	if (kind === "wOFF") {
		const entries = Array.from({ length: file.readUInt16BE(12) }, (_, i) => file.subarray(44 + 20 * i, 64 + 20 * i));
		return new Map(entries.map((entry): [string, Buffer] => [tagOf(entry), unpacked(file, entry)]));
	}
	if (kind !== "\0\x01\0\0") throw new Error("a font is neither TTF nor WOFF");
	const entries = Array.from({ length: file.readUInt16BE(4) }, (_, i) => file.subarray(12 + 16 * i, 28 + 16 * i));
	return new Map(
		entries.map((entry): [string, Buffer] => {
			const offset = entry.readUInt32BE(8);
			return [tagOf(entry), file.subarray(offset, offset + entry.readUInt32BE(12))];
		}),
	);
}

const tagOf = (entry: Buffer) => entry.toString("latin1", 0, 4);

function unpacked(file: Buffer, entry: Buffer): Buffer {
	const [offset, packed, length] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)];
	const stored = file.subarray(offset, offset + packed);
	return packed < length ? inflateSync(stored) : stored;
}

/** Writes tables as a TTF (OpenType 1.9, "Organization of an OpenType font"); nobody who reads ours looks at sums. */
export function ttfOf(tables: Tables): Buffer {
	const head = Buffer.alloc(12 + 16 * tables.size);
	head.writeUInt32BE(0x00010000, 0);
	head.writeUInt16BE(tables.size, 4);
	const parts: Buffer[] = [head];
	let at = head.length;
	for (const [i, [tag, table]] of [...tables].entries()) {
		head.write(tag, 12 + 16 * i, "latin1");
		head.writeUInt32BE(at, 20 + 16 * i);
		head.writeUInt32BE(table.length, 24 + 16 * i);
		const padding = Buffer.alloc(-table.length & 3);
		parts.push(table, padding);
		at += table.length + padding.length;
	}
	return Buffer.concat(parts);
}

/**
 * What joins letters: a font without its outlines, which are nine parts in ten of it. Without GPOS they stay: HarfBuzz then
 * looks at them to place marks.
 */
export function shapingOf(tables: Tables): Tables {
	if (!tables.has("GPOS")) return tables;
	return new Map([...tables].filter(([tag]) => tag !== "glyf" && tag !== "loca"));
}

/** Reads the facts of a font from its tables `head`, `hhea` and `hmtx` (OpenType 1.9). */
export function factsOf(tables: Tables): FontFacts {
	const [head, hhea] = [table(tables, "head"), table(tables, "hhea")];
	// A copy: the file may go.
	const hmtx = Buffer.from(table(tables, "hmtx"));
	const thousandth = 1000 / head.readUInt16BE(18);
	const scaled = (value: number) => Math.round(value * thousandth);
	const metrics = hhea.readUInt16BE(34);
	return {
		ascent: scaled(hhea.readInt16BE(4)),
		descent: scaled(hhea.readInt16BE(6)),
		box: [36, 38, 40, 42].map((at) => scaled(head.readInt16BE(at))) as unknown as FontFacts["box"],
		// Past the last metric all are as wide as it.
		widthOf: (glyph) => hmtx.readUInt16BE(4 * Math.min(glyph, metrics - 1)) * thousandth,
	};
}

/**
 * One table of a font.
 * @throws an Error naming it where the font lacks it
 */
export function table(tables: Tables, tag: string): Buffer {
	const found = tables.get(tag);
	if (!found) throw new Error(`a font has no table ${tag}`);
	return found;
}
