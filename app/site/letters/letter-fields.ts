import type { MessageKey } from "#app/i18n/translate.ts";

/** What a reader may send: a report of something on a page, or a letter. Each is a page of the site. */
export const letterKinds = ["report", "contact"] as const;
export type LetterKind = (typeof letterKinds)[number];

/** What it is about, by kind; `letter.topic.*` words them. The first ones come first at the desk too. */
export const topics = {
	report: ["danger", "mistake", "unlawful", "security", "other"],
	contact: ["family", "data", "press", "other"],
} as const satisfies Record<LetterKind, readonly string[]>;
export type Topic = (typeof topics)[LetterKind][number];

/** What is answered within 48 hours (app/site/words, `report` and `contact`), and read before all else. */
export const urgent: ReadonlySet<Topic> = new Set<Topic>(["danger", "family"]);

export type LetterField = "topic" | "page" | "words" | "email";
export type LetterErrors = Partial<Record<LetterField, MessageKey>>;
export type LetterValues = Record<LetterField | "campaign", string>;

/** The form as it is shown first. */
export const emptyLetter: LetterValues = { topic: "", page: "", words: "", email: "", campaign: "" };

/** Characters. */
export const longest = { words: 2_000, page: 200 };
