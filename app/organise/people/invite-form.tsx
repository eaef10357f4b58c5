import { type Locale, locales, type Translate, translator } from "#app/i18n/translate.ts";
import { Choice, ErrorSummary, Field } from "#app/ui/field.tsx";
import { type Role, roles } from "../access.ts";
import type { InvitationErrors } from "./parse-invitation.ts";

interface InviteFormProps {
	t: Translate;
	/** As typed before, where something is to be mended. */
	email: string;
	locale: Locale;
	chosen: readonly Role[];
	errors: InvitationErrors;
}

/** Asks for an address, the language of the mail and the roles that it brings. */
export function InviteForm({ t, email, locale, chosen, errors }: InviteFormProps) {
	const emailError = errors.email && t("organise.people.invite.email.error");
	const rolesError = errors.roles && t("organise.people.invite.roles.error");
	const summary = [
		...(emailError ? [{ field: "email", text: emailError }] : []),
		...(rolesError ? [{ field: `role-${roles[0]}`, text: rolesError }] : []),
	];
	return (
		<form method="post">
			<h2>{t("organise.people.invite.title")}</h2>
			{summary.length > 0 && <ErrorSummary title={t("organise.people.mend")} errors={summary} />}
			<input type="hidden" name="intent" value="invite" />
			<Field
				name="email"
				label={t("organise.people.invite.email")}
				hint={t("organise.people.invite.email.hint")}
				error={emailError}
			>
				{(attributes) => (
					<input {...attributes} type="email" defaultValue={email} autoComplete="off" maxLength={254} required />
				)}
			</Field>
			<Field name="locale" label={t("organise.people.invite.language")}>
				{(attributes) => (
					<select {...attributes} defaultValue={locale}>
						{locales.map((one) => (
							<option key={one} value={one}>
								{translator(one)("language.name")}
							</option>
						))}
					</select>
				)}
			</Field>
			<fieldset>
				<legend>{t("organise.people.roles")}</legend>
				{rolesError && <p className="error">{rolesError}</p>}
				{roles.map((role) => (
					<Choice
						key={role}
						type="checkbox"
						name={`role-${role}`}
						id={`role-${role}`}
						label={t(`organise.role.${role}`)}
						checked={chosen.includes(role)}
					/>
				))}
			</fieldset>
			<button type="submit">{t("organise.people.invite.button")}</button>
		</form>
	);
}
