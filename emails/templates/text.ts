import type { Block } from "./blocks.ts";
import { markdownText } from "./prose.ts";

/** Draws blocks as plain text, paragraphs apart by an empty line, lines not broken. */
export function textOf(blocks: readonly Block[]): string {
	return `${blocks.map(draw).join("\n\n")}\n`;
}

function draw(block: Block): string {
	if (block.kind === "prose") return markdownText(block.markdown);
	if (block.kind === "quotation") return `${block.by}\n\n${block.text}`;
	return "href" in block ? `${block.label}:\n${block.href}` : block.text;
}
