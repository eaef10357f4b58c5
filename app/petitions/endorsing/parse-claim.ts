import type { MessageKey } from "#app/i18n/translate.ts";
import { type Fields, text, ticked, unreadable } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import { isCountry } from "../countries.ts";
import {
	type Claim,
	type ClaimErrors,
	type ClaimField,
	type ClaimValues,
	claimStates,
	wrongFields,
} from "./claim-fields.ts";
import { daysAfter, isDay } from "./days.ts";
import { longest, MOST_MEMBERS, organisationKinds } from "./organisation.ts";
import { looksPersonal } from "./role-address.ts";

/** Days ahead to which a meeting may be set. */
const FURTHEST_MEETING = 730;

export type ParsedClaim =
	| { ok: true; claim: Claim; trap: boolean }
	| {
			ok: false;
			values: ClaimValues;
			errors: ClaimErrors;
			/** The address looks like a person's: asked once, with a button that goes on. */
			personal: boolean;
	  };

/**
 * Reads the form by which a body endorses.
 * @param today `YYYY-MM-DD`, in the campaign's zone
 */
export function parseClaim(fields: Fields, today: string): ParsedClaim {
	const values = typedClaim(fields);
	const errors: ClaimErrors = {};
	const wrong = (field: ClaimField, key: MessageKey | undefined) => {
		if (key && !errors[field]) errors[field] = key;
	};
	const { organisation, parent, country, state, email } = values;

	wrong("organisation", organisation === "" ? "endorse.organisation.missing" : lineOf(organisation, "organisation"));
	// It goes on a public page: no link, no address (decision 18).
	wrong("organisation", /@|:\/\/|www\.|^[-=+]/i.test(organisation) ? "endorse.organisation.link" : undefined);
	const kind = organisationKinds.find((known) => known === values.kind);
	wrong("kind", kind ? undefined : "endorse.kind.missing");
	wrong("parent", parent === "" || isId(parent) ? undefined : "endorse.parent.unknown");
	wrong("parent_text", lineOf(values.parent_text, "parent_text"));
	wrong("country", isCountry(country) && country !== "ZZ" ? undefined : "endorse.country.missing");
	const members = membersOf(values.members);
	wrong("members", members === undefined ? "endorse.members.invalid" : undefined);
	const said = claimStates.find((known) => known === state);
	wrong("state", said ? undefined : "endorse.state.missing");
	if (said === "meeting") wrong("meeting_on", meetingDay(values.meeting_on, today));
	if (said === "adopted") wrong("adopted_on", adoptionDay(values.adopted_on, today));
	if (said === "adopted") wrong("evidence", values.evidence === "" ? "endorse.evidence.missing" : undefined);
	wrong("evidence", textOf(values.evidence, longest.evidence));
	wrong("email", email === "" ? "sign.email.missing" : isMailAddress(email) ? undefined : "sign.email.invalid");
	wrong("officer_role", officeOf(values.officer_role));

	const personal = !errors.email && !ticked(fields, "email_as_role") && looksPersonal(email);
	if (!kind || members === undefined || !said || personal || Object.keys(errors).length > 0)
		return { ok: false, values, errors, personal };
	return {
		ok: true,
		trap: (fields.get("homepage") ?? "") !== "",
		claim: {
			name: organisation,
			kind,
			parentId: parent || null,
			parentText: values.parent_text,
			country,
			members,
			meetingOn: said === "meeting" ? values.meeting_on : null,
			adoptedOn: said === "adopted" ? values.adopted_on : null,
			evidence: values.evidence,
			email,
			officerRole: values.officer_role,
		},
	};
}

/** What was typed, to be shown again. */
export function typedClaim(fields: Fields): ClaimValues {
	return Object.fromEntries(wrongFields.map((name) => [name, text(fields, name)])) as ClaimValues;
}

/** What is wrong with an office. */
export function officeOf(typed: string): MessageKey | undefined {
	return typed === "" ? "endorse.role.missing" : lineOf(typed, "officer_role");
}

/** A day on which a body can be going to meet; it may have met yesterday. */
export function meetingDay(day: string, today: string): MessageKey | undefined {
	if (!isDay(day)) return "endorse.day.invalid";
	return day < daysAfter(today, -1) || day > daysAfter(today, FURTHEST_MEETING) ? "endorse.meeting.range" : undefined;
}

/** A day on which a motion can have been adopted: by its body's clocks it may be tomorrow here. */
export function adoptionDay(day: string, today: string): MessageKey | undefined {
	if (!isDay(day)) return "endorse.day.invalid";
	return day > daysAfter(today, 1) ? "endorse.adopted.future" : undefined;
}

/** What is wrong with words of several lines. @param most characters */
export function textOf(typed: string, most: number): MessageKey | undefined {
	if (unreadable(typed) || /[^\P{Cc}\n]/u.test(typed)) return "sign.text.unreadable";
	return [...typed].length > most ? "sign.text.long" : undefined;
}

/** A number of people; null where nothing was said, undefined where it is no such number. Spaces, dots and commas group. */
export function membersOf(typed: string): number | null | undefined {
	const digits = typed.replace(/[\s.,’']/g, "");
	if (digits === "") return null;
	const number = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
	return number > 0 && number <= MOST_MEMBERS ? number : undefined;
}

function lineOf(typed: string, field: "organisation" | "parent_text" | "officer_role"): MessageKey | undefined {
	return typed.includes("\n") ? "sign.text.unreadable" : textOf(typed, longest[field]);
}
