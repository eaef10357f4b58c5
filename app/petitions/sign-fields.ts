import type { MessageKey } from "#app/i18n/translate.ts";

/** What a person typed, kept as typed to be shown again. */
export type SignField = "email" | "country" | "visibility" | "name" | "town" | "line";
export type SignErrors = Partial<Record<SignField, MessageKey>>;
export type SignValues = Record<SignField | "updates" | "at_risk" | "line_public" | "source", string>;

/** The form as it is shown first. */
export const emptySignForm: SignValues = {
	email: "",
	country: "",
	visibility: "",
	name: "",
	town: "",
	line: "",
	updates: "",
	at_risk: "",
	line_public: "",
	source: "",
};

/** Characters. */
export const longest = { name: 100, town: 80, line: 500 };
