import { shapeLine } from "./shape.server.ts";

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Breaks a paragraph into lines that fit.
 * @param width in thousandths of the size
 */
export function wrap(text: string, width: number): string[] {
	const space = widthOf(" ");
	const lines: string[] = [];
	let line = "";
	let used = 0;
	for (const word of text
		.split(/\s+/u)
		.filter((word) => word !== "")
		.flatMap((word) => broken(word, width))) {
		const wide = widthOf(word);
		if (line && used + space + wide > width) {
			lines.push(line);
			line = word;
			used = wide;
		} else {
			used += wide + (line ? space : 0);
			line = line ? `${line} ${word}` : word;
		}
	}
	return line ? [...lines, line] : lines;
}

/** A word that is wider than a line in pieces, as scripts without spaces are one long word. */
function broken(word: string, width: number): string[] {
	if (widthOf(word) <= width) return [word];
	const pieces: string[] = [];
	let piece = "";
	for (const { segment } of graphemes.segment(word)) {
		if (piece && widthOf(piece + segment) > width) {
			pieces.push(piece);
			piece = "";
		}
		piece += segment;
	}
	return [...pieces, piece];
}

/** How wide a line is, in thousandths of the size. */
export function widthOf(text: string): number {
	return shapeLine(text).width;
}
