import type { MessageKey, MessageValues } from "#app/i18n/translate.ts";

/** Fields of the form in which something can be wrong, in their order. */
export const wrongFields = [
	"campaign",
	"kind",
	"title",
	"language",
	"description",
	"organisation",
	"date",
	"begin",
	"end",
	"overlap",
	"zone",
	"place",
	"city",
	"meeting_point",
	"address_level",
	"online_url",
	"authorities",
	"authorities_told",
	"authorities_told_on",
	"capacity",
	"email",
] as const;
export type PicketField = (typeof wrongFields)[number];

const otherFields = [
	"city_id",
	"access_step_free",
	"access_seating",
	"access_toilets",
	"access_signing",
	"access_quiet",
] as const;

/** What a host typed, as typed. */
export type PicketValues = Record<PicketField | (typeof otherFields)[number], string>;
export const formFields: readonly (keyof PicketValues)[] = [...wrongFields, ...otherFields];

/** What is wrong with a field, in words and what fills their gaps. */
export interface Wrong {
	key: MessageKey;
	values?: MessageValues;
}
export type PicketErrors = Partial<Record<PicketField, Wrong>>;

/** The form as it is shown first. */
export const emptyPicketForm = Object.fromEntries(formFields.map((name) => [name, ""])) as PicketValues;

/** Characters. */
export const longest = { title: 100, organisation: 120, description: 2_000, meeting_point: 300, authorities_told: 120 };
