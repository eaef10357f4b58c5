/** A part of a mail: html.tsx and text.ts each draw every kind, so the two can never say different things. */
export type Block =
	| { kind: "heading"; text: string }
	| { kind: "paragraph"; text: string }
	/** What an organiser wrote, in Markdown (CommonMark). */
	| { kind: "prose"; markdown: string }
	/** A text whose line breaks stand. */
	| { kind: "lines"; text: string }
	/** Somebody else's words, with whose they are, set apart; `language` as BCP 47 has it. */
	| { kind: "quotation"; by: string; text: string; language: string }
	/** The one thing to do: a button, with its address in clear below for those who copy it. */
	| { kind: "action"; label: string; href: string }
	/** Another thing that may be done, later or never. */
	| { kind: "link"; label: string; href: string }
	/** What matters less. */
	| { kind: "note"; text: string };

/** A mail as it is written, before it is drawn. */
export interface WrittenMail {
	/** Seen on lock screens, as is the first block: no name, no cause. */
	subject: string;
	/** What mail clients show beside the subject; absent, they take the first words. */
	preheader?: string;
	blocks: readonly Block[];
}
