import { hex, number } from "./fonts.server.ts";
import type { Glyph, GlyphRun, Shaped } from "./shape.server.ts";

/** A difference of less than this, in thousandths of the size, nobody sees. */
const SEEN = 0.5;

/**
 * The operators that draw a line of text (ISO 32000-1, 9.4).
 * @param x its left end, in points from the left edge
 * @param y its base line, in points from the bottom
 */
export function drawLine({ runs }: Shaped, x: number, y: number, size: number): string {
	let pen = x;
	return runs
		.map((run) => {
			const drawn = drawRun(run, pen, y, size);
			pen += (run.glyphs.reduce((sum, { advance }) => sum + advance, 0) * size) / 1000;
			return drawn;
		})
		.join("");
}

function drawRun({ face, glyphs }: GlyphRun, x: number, y: number, size: number): string {
	let pieces = "";
	let codes = "";
	let rise = 0;
	let shift = 0;
	const flush = () => {
		if (codes) pieces += `<${codes}>`;
		codes = "";
	};
	const close = () => {
		flush();
		const shown = pieces && `[${pieces}] TJ `;
		pieces = "";
		return shown;
	};
	let drawn = "";
	for (const glyph of glyphs) {
		if (Math.abs(glyph.dy - rise) >= SEEN) {
			rise = glyph.dy;
			drawn += `${close()}${number((rise * size) / 1000)} Ts `;
		}
		if (Math.abs(shift - glyph.dx) >= SEEN) {
			flush();
			// What stands in the array is taken away from the pen.
			pieces += number(shift - glyph.dx);
			shift = glyph.dx;
		}
		codes += hex(glyph.id);
		shift += drift(glyph, face.facts.widthOf(glyph.id));
	}
	drawn += `${close()}${rise ? "0 Ts " : ""}`;
	return `BT /F${face.index} ${number(size)} Tf ${number(x)} ${number(y)} Td ${drawn}ET\n`;
}

/** How far a viewer, which goes on by a glyph's own width, is ahead of where the pen should be. */
const drift = ({ advance }: Glyph, width: number) => width - advance;
