import { type Fields, text } from "#app/web/form.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import { mostInParty, type RsvpErrors, type RsvpValues } from "./rsvp-fields.ts";

export type ParsedRsvp =
	| { ok: true; email: string | null; party: number | null; secret: string; trap: boolean }
	| { ok: false; values: RsvpValues; errors: RsvpErrors };

/** Reads and checks the form: an address, a number, or both. Depends on the input alone. */
export function parseRsvp(fields: Fields): ParsedRsvp {
	const values = typedRsvp(fields);
	const { email, party, secret } = values;
	const errors: RsvpErrors = {};
	if (email !== "" && !isMailAddress(email)) errors.email = "sign.email.invalid";
	if (party !== "" && !isParty(party)) errors.party = "picket.join.party.wrong";
	if (email === "" && party === "") errors.party = "picket.join.nothing";
	if (Object.keys(errors).length > 0) return { ok: false, values, errors };
	return {
		ok: true,
		email: email || null,
		party: party === "" ? null : Number(party),
		secret,
		trap: (fields.get("homepage") ?? "") !== "",
	};
}

/** The form as it was posted, to be shown again. */
export function typedRsvp(fields: Fields): RsvpValues {
	return { email: text(fields, "email"), party: text(fields, "party"), secret: text(fields, "secret") };
}

function isParty(typed: string): boolean {
	return /^\d{1,3}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= mostInParty;
}
