import type { MessageKey } from "#app/i18n/translate.ts";
import type { OrganisationKind } from "./organisation.ts";

/** Fields of the form in which something can be wrong, in their order. */
export const wrongFields = [
	"organisation",
	"kind",
	"parent",
	"parent_text",
	"country",
	"members",
	"state",
	"meeting_on",
	"adopted_on",
	"evidence",
	"email",
	"officer_role",
] as const;
export type ClaimField = (typeof wrongFields)[number];

/** What somebody typed, as typed. */
export type ClaimValues = Record<ClaimField, string>;
export type ClaimErrors = Partial<Record<ClaimField, MessageKey>>;

/** The form as it is shown first. */
export const emptyClaim = Object.fromEntries(wrongFields.map((name) => [name, ""])) as ClaimValues;

/** How far a body has come, by its own word. */
export const claimStates = ["interested", "meeting", "adopted"] as const;

/** A body's claim that is in order. */
export interface Claim {
	name: string;
	kind: OrganisationKind;
	/** The id of a shown body that it belongs to, and what was typed where it is not among them. */
	parentId: string | null;
	parentText: string;
	country: string;
	/** Null where it was not said. */
	members: number | null;
	/** `YYYY-MM-DD`. */
	meetingOn: string | null;
	adoptedOn: string | null;
	evidence: string;
	email: string;
	officerRole: string;
}
