import { fallbackLocale, isLocale, type Locale } from "#app/i18n/translate.ts";
import { type Fields, text, ticked } from "#app/web/form.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import { type Role, roles } from "../access.ts";

/** What an administrator typed to invite somebody. */
export interface TypedInvitation {
	email: string;
	locale: Locale;
	roles: Role[];
}

/** Which fields are to be mended. */
export type InvitationErrors = { email?: true; roles?: true };

/** Reads the form; from the input alone. */
export function parseInvitation(
	fields: Fields,
): TypedInvitation | { errors: InvitationErrors; typed: TypedInvitation } {
	const language = text(fields, "locale");
	const typed = {
		email: text(fields, "email"),
		locale: isLocale(language) ? language : fallbackLocale,
		roles: roles.filter((role) => ticked(fields, `role-${role}`)),
	};
	const errors: InvitationErrors = {
		...(!isMailAddress(typed.email) && { email: true }),
		...(typed.roles.length === 0 && { roles: true }),
	};
	return Object.keys(errors).length > 0 ? { errors, typed } : typed;
}
