import type { MessageKey } from "#app/i18n/translate.ts";

export type RsvpField = "email" | "party";
export type RsvpErrors = Partial<Record<RsvpField, MessageKey>>;
/** What a person typed, kept as typed; `secret` is the token of an unlisted picket's link. */
export type RsvpValues = Record<RsvpField | "secret", string>;

/** The form as it is shown first. */
export const emptyRsvpForm: RsvpValues = { email: "", party: "", secret: "" };

/** People that one may answer for. */
export const mostInParty = 50;
