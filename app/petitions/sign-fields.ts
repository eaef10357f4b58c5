import type { MessageKey } from "#app/i18n/translate.ts";

/** What a person typed, kept as typed to be shown again. */
export type SignField = "email" | "country" | "visibility" | "name" | "organisation" | "town" | "line";
export type SignErrors = Partial<Record<SignField, MessageKey>>;
export type SignValues = Record<SignField | "shown_as" | "updates" | "at_risk" | "line_public" | "source", string>;

/** The form as it is shown first. */
export const emptySignForm: SignValues = {
	email: "",
	country: "",
	visibility: "",
	name: "",
	organisation: "",
	shown_as: "",
	town: "",
	line: "",
	updates: "",
	at_risk: "",
	line_public: "",
	source: "",
};

/** Characters. */
export const longest = { name: 100, organisation: 120, town: 80, line: 500 };
