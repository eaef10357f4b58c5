import { type Document, LINE, PAGE } from "./document.server.ts";
import { wrap } from "./wrap.server.ts";

/** A paragraph of a letter. */
export interface Paragraph {
	text: string;
	kind: "title" | "heading" | "text" | "item";
}

const sizes: Record<Paragraph["kind"], number> = { title: 15, heading: 12, text: 10, item: 10 };

/** Draws a letter on as many pages as it takes. */
export function drawLetter(document: Document, paragraphs: readonly Paragraph[]): void {
	const lines = paragraphs.flatMap(({ text, kind }) => {
		const size = sizes[kind];
		const indent = kind === "item" ? 14 : 0;
		const wrapped = wrap(text, ((LINE - indent) * 1000) / size);
		return wrapped.map((line, i) => ({
			line,
			size,
			indent,
			above: size * 1.45 + (i > 0 ? 0 : kind === "item" ? 2 : 8),
		}));
	});
	for (let at = 0; at < lines.length; )
		document.page((page) => {
			for (let y = PAGE.height - PAGE.margin; at < lines.length; at++) {
				const { line, size, indent, above } = lines[at] as (typeof lines)[number];
				y -= above;
				if (y < PAGE.margin) return;
				page.text(line, { x: PAGE.margin + indent, y, size, within: LINE - indent });
			}
		});
}
