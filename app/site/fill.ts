/** What the places of a text stand for, as Markdown; null where this site has none. */
export type Values = Readonly<Record<string, string | null>>;

/**
 * Fills the places `{name}` of a Markdown text. A paragraph or an item of a list that names what this
 * site does not have is left out: what is true of every site stands in a paragraph of its own.
 * @throws for a place that has no value of that name
 */
export function fill(markdown: string, values: Values): string {
	const filled = (text: string) => text.replace(place, (_, name: string) => oneOf(values, name) ?? "");
	const isWhole = (text: string) => [...text.matchAll(place)].every(([, name = ""]) => oneOf(values, name) !== null);
	return markdown
		.split(/\n{2,}/)
		.map((block) =>
			block
				.split(/\n(?=- )/)
				.filter(isWhole)
				.map(filled)
				.join("\n"),
		)
		.filter(Boolean)
		.join("\n\n");
}

const place = /\{(\w+)\}/g;

function oneOf(values: Values, name: string): string | null {
	const value = values[name];
	if (value === undefined) throw new Error(`no value is named ${name}`);
	return value;
}

/** A setting as plain words in Markdown: every mark that could mean something is escaped (CommonMark 0.31 §2.4). */
export function plain(text: string): string {
	return text.replace(/\s+/g, " ").replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
