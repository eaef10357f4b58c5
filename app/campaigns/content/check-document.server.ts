import type { z } from "zod";
import { citedIds } from "../citations.ts";
import {
	campaignMatter,
	memorialMatter,
	petitionMatter,
	plainText,
	shareMatter,
	sourceList,
	timelineMatter,
	updateMatter,
	voices,
} from "./schemas.ts";

/** A document of a campaign in one language: its front matter, and the text that follows it. */
export interface Content {
	matter: object;
	body: string;
}

/** What a document may be. */
export type DocumentKind = "campaign" | "petition" | "memorial" | "share" | "timeline" | "update";

/** Why a field is refused, for a page to word. */
export type Problem =
	| "empty"
	| "none"
	| "too-long"
	| "no-day"
	| "no-link"
	| "no-voice"
	| "no-source"
	| "unknown-source"
	| "wrong";

/** One thing that is wrong with a document. */
export interface Issue {
	/** Where, as `claims.0.sources`; `body` for the text. */
	field: string;
	problem: Problem;
	/** In English, for whoever reads files. */
	message: string;
	/** Characters, where it is too long. */
	most?: number;
}

const schemas: Record<DocumentKind, z.ZodType<object>> = {
	campaign: campaignMatter,
	petition: petitionMatter,
	memorial: memorialMatter,
	share: shareMatter,
	timeline: timelineMatter,
	update: updateMatter,
};

/** Who may be named as saying something, in the order in which a form lists them. */
export const allVoices: readonly (typeof voices)[number][] = voices;

/**
 * What a document at a path is: `timeline/03-the-square` is an entry of the timeline. A petition's path is `petition` in
 * a folder and `petitions/SLUG` on the site.
 * @returns undefined for a path that no document has
 */
export function kindOf(path: string): DocumentKind | undefined {
	if (path === "campaign" || path === "memorial" || path === "share" || path === "petition") return path;
	if (/^petitions\/[a-z0-9-]+$/.test(path)) return "petition";
	if (/^timeline\/[a-z0-9-]+$/.test(path)) return "timeline";
	return /^updates\/\d{2,4}-[a-z0-9-]+$/.test(path) ? "update" : undefined;
}

/**
 * Checks a document as every way in does: files and forms alike. No claim goes without who makes it and a source.
 * @param known ids of the campaign's sources
 * @returns the document in its normal form, or all that is wrong with it
 */
export function checkDocument(
	kind: DocumentKind,
	{ matter, body }: { matter: unknown; body: string },
	known: ReadonlySet<string>,
): { content: Content } | { issues: Issue[] } {
	const parsed = schemas[kind].safeParse(matter);
	const text = plainText(body);
	const issues = [...(parsed.success ? [] : parsed.error.issues.map(issueOf)), ...unknownSources(matter, text, known)];
	return parsed.success && issues.length === 0 ? { content: { matter: parsed.data, body: text } } : { issues };
}

function issueOf(issue: z.core.$ZodIssue): Issue {
	return { field: issue.path.join("."), message: issue.message, ...problemOf(issue) };
}

function problemOf(issue: z.core.$ZodIssue): Pick<Issue, "problem" | "most"> {
	const last = String(issue.path.at(-1));
	if (issue.code === "custom") return { problem: "no-source" };
	if (issue.code === "too_big") return { problem: "too-long", most: Number(issue.maximum) };
	if (issue.code === "too_small") {
		if (issue.origin === "string") return { problem: "empty" };
		return { problem: last === "sources" ? "no-source" : "none" };
	}
	if (last === "said_by") return { problem: "no-voice" };
	if (last === "date" || last === "revised" || last === "from") return { problem: "no-day" };
	if (issue.code === "invalid_format" && issue.format === "includes") return { problem: "no-link" };
	return { problem: "wrong" };
}

interface Citing {
	sources?: unknown;
}

/** What is cited and not listed: in lists of claims by their place, in the text as `[record-3]`. */
function unknownSources(matter: unknown, body: string, known: ReadonlySet<string>): Issue[] {
	const unknown = (field: string, { sources }: Citing) =>
		(Array.isArray(sources) ? sources : [])
			.filter((id) => typeof id === "string" && !known.has(id))
			.map((id) => missing(`${field}sources`, id));
	const inLists = Object.entries(matter ?? {}).flatMap(([name, list]) =>
		Array.isArray(list)
			? list.flatMap((item, i) => (item && typeof item === "object" ? unknown(`${name}.${i}.`, item) : []))
			: [],
	);
	const inText = citedIds(body, known).filter((id) => !known.has(id));
	return [...unknown("", (matter ?? {}) as Citing), ...inLists, ...inText.map((id) => missing("body", id))];
}

function missing(field: string, id: string): Issue {
	return { field, problem: "unknown-source", message: `sources.yaml has no ${id}` };
}

/** A source as a form has it; `url` may be empty. */
export interface SourceWords {
	id: string;
	cite: string;
	date: string;
	url: string;
	language: string;
}

/** Checks a source as the import checks `sources.yaml`. */
export function checkSource(words: SourceWords): { source: z.infer<typeof sourceList>[number] } | { issues: Issue[] } {
	const { url, ...others } = words;
	const parsed = sourceList.safeParse([{ ...others, ...(url && { url }) }]);
	if (parsed.success && parsed.data[0]) return { source: parsed.data[0] };
	const issues = parsed.error?.issues ?? [];
	return { issues: issues.map((issue) => issueOf({ ...issue, path: issue.path.slice(1) })) };
}
