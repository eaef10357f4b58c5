import MarkdownIt, { type Token } from "markdown-it";
import { type MergeToken, mergeTokens, tokenFor } from "./merge.ts";

// As on the site's pages (app/ui/markdown.tsx): no raw HTML, no pictures, so that nothing is fetched when a mail is read.
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable("image");

/** A link may lead to a reader's own page: `[leave]({{unsubscribe}})`. Braces would be encoded, so a name stands for it meanwhile. */
const standIn = (name: MergeToken) => `https://merge.invalid/${name}`;
const withStandIns = (text: string) =>
	mergeTokens.reduce((all, name) => all.replaceAll(tokenFor(name), standIn(name)), text);
const withTokens = (drawn: string) =>
	mergeTokens.reduce((all, name) => all.replaceAll(standIn(name), tokenFor(name)), drawn);

/**
 * Markdown as HTML for a mail.
 * @param styles of elements by their names: mail clients drop style sheets
 */
export function markdownHtml(text: string, styles: Readonly<Record<string, string>>): string {
	const tokens = markdown.parse(withStandIns(text), {});
	const style = (token: Token) => {
		const own = styles[token.tag];
		if (own && token.nesting !== -1) token.attrSet("style", own);
		for (const child of token.children ?? []) style(child);
	};
	for (const token of tokens) style(token);
	return withTokens(markdown.renderer.render(tokens, markdown.options, {}));
}

/** The same text for who reads no HTML: paragraphs apart, lists with dashes or numbers, a link's address in brackets behind it. */
export function markdownText(text: string): string {
	const lines: string[] = [];
	const lists: (number | null)[] = [];
	let depth = 0;
	let first = "";
	const write = (words: string) => {
		const indent = "> ".repeat(depth) + "  ".repeat(Math.max(0, lists.length - 1));
		const hanging = lists.length > 0 ? "   " : "";
		const [start = "", ...rest] = words.split("\n");
		lines.push([indent + (first || hanging) + start, ...rest.map((line) => indent + hanging + line)].join("\n"));
		first = "";
	};
	for (const token of markdown.parse(withStandIns(text), {})) {
		if (token.type === "blockquote_open") depth++;
		else if (token.type === "blockquote_close") depth--;
		else if (token.type === "bullet_list_open") lists.push(null);
		else if (token.type === "ordered_list_open") lists.push(Number(token.attrGet("start") ?? 1));
		else if (token.type.endsWith("_list_close")) lists.pop();
		else if (token.type === "list_item_open") first = bullet(lists);
		else if (token.type === "inline") write(inlineText(token.children ?? []));
		else if (token.type === "fence" || token.type === "code_block") write(token.content.trimEnd());
		else if (token.type === "hr") write("* * *");
	}
	return withTokens(lines.join("\n\n"));
}

function bullet(lists: (number | null)[]): string {
	const number = lists.pop();
	lists.push(typeof number === "number" ? number + 1 : null);
	return typeof number === "number" ? `${number}. ` : "-  ";
}

function inlineText(tokens: readonly Token[]): string {
	let out = "";
	let href = "";
	let label = "";
	for (const token of tokens) {
		const words = token.type === "softbreak" || token.type === "hardbreak" ? "\n" : token.content;
		if (token.type === "link_open") {
			href = String(token.attrGet("href") ?? "");
			label = "";
		} else if (token.type === "link_close") {
			out += label === href ? href : `${label} (${href})`;
			href = "";
		} else if (href) label += words;
		else out += words;
	}
	return out;
}
