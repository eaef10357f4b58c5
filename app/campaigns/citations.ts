import type { Source } from "./campaign.server.ts";

// The id of a source in brackets, which is no link's text.
const mark = /\[([a-z0-9]+(?:-[a-z0-9]+)*)\](?!\()/g;

/** The numbers that sources have on a page, by their ids. */
export function numbersOf(sources: readonly Source[]): ReadonlyMap<string, number> {
	return new Map(sources.map(({ id, position }) => [id, position]));
}

/** Markdown in which `[record-3]` has become a link to the third source. */
export function linkCitations(text: string, sources: readonly Source[]): string {
	const numbers = numbersOf(sources);
	return text.replace(mark, (marked, id: string) => {
		const number = numbers.get(id);
		return number ? `[\\[${number}\\]](#source-${number})` : marked;
	});
}

/** A Markdown text without its citations, for where no sources follow. */
export function withoutCitations(text: string, sources: readonly Source[]): string {
	const known = numbersOf(sources);
	return text.replace(new RegExp(`\\s?${mark.source}`, "g"), (marked, id: string) => (known.has(id) ? "" : marked));
}

/** The sources that a Markdown text cites, in the order of their numbers. */
export function citedBy(text: string, sources: readonly Source[]): Source[] {
	return sources.filter(({ id }) => text.includes(`[${id}]`));
}

/** The ids that a Markdown text cites as sources: those that are known, and those of a form that can be nothing else. */
export function citedIds(text: string, known: ReadonlySet<string>): string[] {
	const ids = [...text.matchAll(mark)].map(([, id = ""]) => id);
	return ids.filter((id) => known.has(id) || /^interview$|-\d+$/.test(id));
}
