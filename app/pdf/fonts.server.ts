import type { Face } from "./faces.server.ts";
import { type Objects, type Reference, utf16 } from "./objects.ts";
import type { Shaped } from "./shape.server.ts";
import { subsetOf } from "./subset.ts";

/** The fonts of one PDF: which of their glyphs its pages have used. */
export interface Fonts {
	/** Notes the glyphs of a line. */
	use(line: Shaped): void;
	/** Writes every font that was used, and gives the entries of the pages' `/Font`. */
	write(objects: Objects): string;
}

interface Used {
	face: Face;
	/** What each glyph stands for: of all that it was met as, the shortest, which is a letter without its marks. */
	texts: Map<number, string>;
}

/** Begins a PDF's fonts. */
export function pdfFonts(): Fonts {
	const used = new Map<number, Used>();
	return {
		use({ runs }) {
			for (const { face, glyphs } of runs) {
				const here = used.get(face.index) ?? { face, texts: new Map<number, string>() };
				used.set(face.index, here);
				for (const { id, text } of glyphs) {
					const known = here.texts.get(id);
					if (!known || (text && text.length < known.length)) here.texts.set(id, text);
				}
			}
		},
		write(objects) {
			const inOrder = [...used.values()].sort((one, other) => one.face.index - other.face.index);
			return inOrder.map((one) => `/F${one.face.index} ${writeFont(objects, one)} 0 R`).join(" ");
		},
	};
}

/** A composite font whose codes are glyphs (ISO 32000-1, 9.7), with what its glyphs stand for. */
function writeFont(objects: Objects, { face, texts }: Used): Reference {
	const glyphs = [...texts.keys()].sort((one, other) => one - other);
	const { ascent, descent, box, widthOf } = face.facts;
	const subset = subsetOf(face.tables(), glyphs);
	// The tag of a subset (9.6.4): one of each font a file is enough to tell them apart.
	const name = `/AAAAA${String.fromCharCode(65 + face.index)}+${face.name}`;
	const file = objects.addStream(subset, `/Length1 ${subset.length} `);
	const descriptor = objects.add(
		`<< /Type /FontDescriptor /FontName ${name} /Flags 4 /FontBBox [${box.join(" ")}] /ItalicAngle 0 /Ascent ${ascent} ` +
			`/Descent ${descent} /CapHeight ${ascent} /StemV 80 /FontFile2 ${file} 0 R >>`,
	);
	const widths = glyphs.map((glyph) => `${glyph} [${number(widthOf(glyph))}]`).join(" ");
	const descendant = objects.add(
		`<< /Type /Font /Subtype /CIDFontType2 /BaseFont ${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) ` +
			`/Supplement 0 >> /FontDescriptor ${descriptor} 0 R /CIDToGIDMap /Identity /DW 0 /W [${widths}] >>`,
	);
	const unicode = objects.addStream(Buffer.from(toUnicode(texts, glyphs), "latin1"));
	return objects.add(
		`<< /Type /Font /Subtype /Type0 /BaseFont ${name} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] ` +
			`/ToUnicode ${unicode} 0 R >>`,
	);
}

/** What the glyphs stand for (9.10.3), at most a hundred in a block. */
function toUnicode(texts: ReadonlyMap<number, string>, glyphs: readonly number[]): string {
	const lines = glyphs.flatMap((glyph) => {
		const text = texts.get(glyph);
		return text ? [`<${hex(glyph)}> <${utf16(text)}>`] : [];
	});
	const blocks = Array.from({ length: Math.ceil(lines.length / 100) }, (_, i) => lines.slice(100 * i, 100 * (i + 1)));
	return [
		"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
		"/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
		"1 begincodespacerange <0000> <ffff> endcodespacerange",
		...blocks.map((block) => `${block.length} beginbfchar\n${block.join("\n")}\nendbfchar`),
		"endcmap CMapName currentdict /CMap defineresource pop end end",
	].join("\n");
}

/** A glyph as a page's text has it. */
export const hex = (glyph: number) => glyph.toString(16).padStart(4, "0");

/** A number as PDF writes it, to the thousandth. */
export const number = (value: number) => String(Math.round(value * 1000) / 1000);
