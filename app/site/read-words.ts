/** What stands in a page's place of its own, a line `{{retention}}`, and is made from data. */
export const slots = ["retention", "campaigns", "memorials", "letter"] as const;
export type Slot = (typeof slots)[number];

/** A stretch of Markdown, or a place for data. */
export type Part = { markdown: string } | { slot: Slot };

/** A page of the site in one language. */
export interface PageWords {
	title: string;
	/** One or two sentences: they lead the page, and describe it to search engines. */
	description: string;
	parts: readonly Part[];
}

/**
 * Reads a file of `words/`: a line `# Title`, a paragraph that describes the page, then Markdown.
 * @throws when it does not begin so, or names a place for data that nothing fills
 */
export function readWords(text: string): PageWords {
	const [, title, description, body] = /^# (.+)\n\n([^#\n][\s\S]*?)\n\n([\s\S]+)$/.exec(text) ?? [];
	if (!title || !description || !body) throw new Error("a page of the site begins with a title and a description");
	return { title, description: description.replaceAll("\n", " "), parts: readParts(body) };
}

function readParts(body: string): Part[] {
	return body.split(/^\{\{(\w+)\}\}$/m).flatMap((piece, i): Part[] => {
		if (i % 2 === 0) return piece.trim() ? [{ markdown: piece.trim() }] : [];
		const slot = slots.find((known) => known === piece);
		if (!slot) throw new Error(`nothing fills {{${piece}}}`);
		return [{ slot }];
	});
}
