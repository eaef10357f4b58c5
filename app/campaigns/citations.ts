import type { Source } from "./campaign.server.ts";

/** The numbers that sources have on a page, by their ids. */
export function numbersOf(sources: readonly Source[]): ReadonlyMap<string, number> {
	return new Map(sources.map(({ id, position }) => [id, position]));
}

/** Markdown in which `[record-3]` has become a link to the third source. */
export function linkCitations(text: string, sources: readonly Source[]): string {
	const numbers = numbersOf(sources);
	return text.replace(/\[([a-z]+(?:-\d+)?)\](?!\()/g, (mark, id: string) => {
		const number = numbers.get(id);
		return number ? `[\\[${number}\\]](#source-${number})` : mark;
	});
}

/** The sources that a Markdown text cites, in the order of their numbers. */
export function citedBy(text: string, sources: readonly Source[]): Source[] {
	return sources.filter(({ id }) => text.includes(`[${id}]`));
}
