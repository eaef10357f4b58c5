import { type Locale, translator } from "#app/i18n/translate.ts";
import { markdownParagraphs } from "#app/ui/markdown.tsx";
import type { Update } from "./updates.server.ts";

/** Characters of the two messages, address included. */
const SHORT = 300;
const LONG = 900;

/** What messages are made of; the body without citations. */
export type Told = Pick<Update, "sample" | "title" | "summary" | "body" | "short" | "long">;

/**
 * An update as messages to copy, a short one and a longer one: as its writers wrote them, else its title, its summary,
 * for the longer one as many of its sentences as there is room for, and where to read on. One where both are the same.
 * A sample is marked as one.
 * @param link the update's own address, whole
 */
export function messagesOf(locale: Locale, update: Told, link: string): string[] {
	const { sample, title, summary, body, short, long } = update;
	const mark = sample ? `${translator(locale)("updates.sample")}: ` : "";
	const written = (text: string) => mark + text.replaceAll("{link}", link);
	const paragraphs = [summary, ...markdownParagraphs(body)];
	const messages = [
		short ? written(short) : message(locale, mark + title, [summary], link, SHORT),
		long ? written(long) : message(locale, mark + title, paragraphs, link, LONG),
	];
	return [...new Set(messages)];
}

function message(locale: Locale, title: string, paragraphs: readonly string[], link: string, most: number): string {
	let room = most - link.length - 2;
	const parts: string[] = [];
	for (const paragraph of [title, ...paragraphs]) {
		// A title is cut where it must be: a message has one.
		const fitting = parts.length === 0 ? cut(paragraph, room) : sentencesWithin(locale, paragraph, room);
		if (fitting) parts.push(fitting);
		room -= fitting.length + 2;
		if (fitting.length < paragraph.length) break;
	}
	return [...parts, link].join("\n\n");
}

function cut(text: string, most: number): string {
	return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1)).trimEnd()}…`;
}

/** As many whole sentences as fit, so that none loses who says it. */
function sentencesWithin(locale: Locale, text: string, most: number): string {
	if (text.length <= most) return text;
	let fitting = "";
	for (const { segment } of new Intl.Segmenter(locale, { granularity: "sentence" }).segment(text)) {
		if ((fitting + segment).trimEnd().length > most) break;
		fitting += segment;
	}
	return fitting.trimEnd();
}
