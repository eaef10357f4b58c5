import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Blob, Font, Face as HarfBuzzFace } from "harfbuzzjs";
import { type FontFacts, factsOf, shapingOf, type Tables, tablesOf, ttfOf } from "./sfnt.ts";

const require = createRequire(import.meta.url);

/** One font; what is held of it in memory is what joins letters. */
export interface Face {
	/** From 0, in the order in which they are looked through. */
	index: number;
	/** As a PDF calls it. */
	name: string;
	/** Reads the font again, whole: megabytes that are wanted once a file. */
	tables(): Tables;
	facts: FontFacts;
	font: Font;
	/** What one unit of its own is, in thousandths of its size. */
	unit: number;
	has(codePoint: number): boolean;
}

// What the names of signatories are written with, and last a font with a letter for nearly all of Unicode: plain to look
// at, but nobody's name is a row of boxes. All are under the OFL.
const sources = [
	["NotoSans", "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf"],
	["NotoSansArabic", "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf"],
	["NotoSansGeorgian", "@fontsource/noto-sans-georgian/files/noto-sans-georgian-georgian-400-normal.woff"],
	["NotoSansArmenian", "@fontsource/noto-sans-armenian/files/noto-sans-armenian-armenian-400-normal.woff"],
	["NotoSansSC", "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"],
	["UnifontEX", "@fontsource/unifontex/files/unifontex-latin-400-normal.woff"],
] as const;

const read = new Map<number, Face>();

/** The first font that has a letter; undefined when none has. A font is read when the first letter asks for it. */
export function faceFor(codePoint: number): Face | undefined {
	for (let index = 0; index < sources.length; index++) {
		const face = faceAt(index);
		if (face.has(codePoint)) return face;
	}
	return undefined;
}

function faceAt(index: number): Face {
	let face = read.get(index);
	if (!face) {
		face = load(index);
		read.set(index, face);
	}
	return face;
}

function load(index: number): Face {
	const [name = "", path = ""] = sources[index] ?? [];
	const file = require.resolve(path);
	const tables = tablesOf(readFileSync(file));
	// A copy of its own: a small buffer is a part of Node's pool.
	const face = new HarfBuzzFace(new Blob(Uint8Array.from(ttfOf(shapingOf(tables))).buffer));
	const font = new Font(face);
	const letters = new Set(face.collectUnicodes());
	return {
		index,
		name,
		tables: () => tablesOf(readFileSync(file)),
		facts: factsOf(tables),
		font,
		unit: 1000 / face.upem,
		has: (codePoint) => letters.has(codePoint),
	};
}
