import type { DocumentKind } from "#app/campaigns/content/check-document.server.ts";

/** How a field is asked for. `lines` is a list, one a line; `place` is a year, month or day that only sorts. */
export type FieldType = "line" | "text" | "day" | "place" | "lines" | "sources" | "claims" | "people";

/** One field of a document's front matter. */
export interface Field {
	name: string;
	type: FieldType;
	optional?: true;
}

/** What a form asks for: the fields in their order, and whether a text in Markdown follows. */
export interface Shape {
	fields: readonly Field[];
	body: boolean;
}

/** The forms, by what app/campaigns/content/schemas.ts asks of each kind of document. */
export const shapes: Readonly<Record<DocumentKind, Shape>> = {
	campaign: {
		fields: [
			{ name: "title", type: "line" },
			{ name: "neutral_title", type: "line" },
			{ name: "summary", type: "text" },
			{ name: "asked", type: "claims" },
			{ name: "questions", type: "lines" },
			{ name: "sources", type: "sources" },
		],
		body: true,
	},
	petition: {
		fields: [
			{ name: "title", type: "line" },
			{ name: "addressees", type: "lines" },
			{ name: "summary", type: "text" },
			{ name: "sponsor", type: "text", optional: true },
			{ name: "hand_in", type: "text", optional: true },
			{ name: "correction", type: "text", optional: true },
		],
		body: true,
	},
	memorial: {
		fields: [
			{ name: "title", type: "line" },
			{ name: "intro", type: "text" },
			{ name: "people", type: "people" },
			{ name: "closing", type: "text" },
		],
		body: false,
	},
	share: {
		fields: [
			{ name: "short", type: "text" },
			{ name: "long", type: "text" },
		],
		body: false,
	},
	timeline: {
		fields: [
			{ name: "when", type: "line" },
			{ name: "from", type: "place" },
			{ name: "title", type: "line" },
			{ name: "claims", type: "claims" },
		],
		body: false,
	},
	update: {
		fields: [
			{ name: "date", type: "day" },
			{ name: "revised", type: "day", optional: true },
			{ name: "title", type: "line" },
			{ name: "summary", type: "text" },
			{ name: "subject", type: "line", optional: true },
			{ name: "preview", type: "line", optional: true },
			{ name: "short", type: "text", optional: true },
			{ name: "long", type: "text", optional: true },
		],
		body: true,
	},
};
