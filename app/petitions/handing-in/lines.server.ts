import type { Translate } from "#app/i18n/translate.ts";
import { type Document, LINE, PAGE } from "#app/pdf/document.server.ts";
import { wrap } from "#app/pdf/wrap.server.ts";
import type { HandinRow } from "./rows.server.ts";

const SIZE = 10;
const LEADING = 14;
/** Where words begin, beside their number. */
const INDENT = 60;

interface Placed {
	text: string;
	x: number;
	y: number;
}

/**
 * Draws the words for the families on pages of their own, each under the number of its row; where they are kept back it
 * says so. Gives what has been written, page by page.
 */
export async function* drawLines(
	document: Document,
	t: Translate,
	rows: AsyncIterable<HandinRow>,
): AsyncGenerator<Buffer> {
	const top = PAGE.height - PAGE.margin;
	let placed: Placed[] = [];
	let y = top;
	const turn = () => {
		document.page((page) => {
			page.text(t("handin.lines.title"), { x: PAGE.margin, y: top, size: 12 });
			for (const { text, ...at } of placed) page.text(text, { ...at, size: SIZE, within: LINE - (at.x - PAGE.margin) });
		});
		placed = [];
		y = top;
		return document.take();
	};
	for await (const row of rows) {
		if (!row.named || !(row.words.line || row.words.lineHeld)) continue;
		const said = row.words.line || t("handin.lines.held");
		const broken = wrap(said, ((LINE - INDENT) * 1000) / SIZE);
		y -= LEADING;
		for (const [i, text] of broken.entries()) {
			if (y - LEADING < PAGE.margin) yield turn();
			y -= LEADING;
			if (i === 0) placed.push({ text: String(row.number), x: PAGE.margin, y });
			placed.push({ text, x: PAGE.margin + INDENT, y });
		}
	}
	if (placed.length > 0) yield turn();
}
