import MarkdownIt from "markdown-it";

// No raw HTML and no images: what an organiser writes cannot bring in a script or another host.
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable("image");

/** Markdown as the organisers write it (CommonMark), as HTML for where there are no components, such as a feed. */
export function markdownHtml(text: string): string {
	// markdown-it escapes what it does not make itself.
	return markdown.render(text);
}

/** The words of a Markdown text without its marks, a paragraph or a point of a list each: for messengers. */
export function markdownParagraphs(text: string): string[] {
	const inline = markdown.parse(text, {}).filter(({ type }) => type === "inline");
	return inline.map(({ children }) =>
		(children ?? [])
			.map(({ type, content }) => (type === "softbreak" || type === "hardbreak" ? " " : content))
			.join("")
			.trim(),
	);
}

/** Markdown as the organisers write it (CommonMark), as HTML. Headings begin at `h2`: the page has its own `h1`. */
export function Markdown({ text }: { text: string }) {
	return <div className="prose" dangerouslySetInnerHTML={{ __html: markdownHtml(text) }} />;
}
