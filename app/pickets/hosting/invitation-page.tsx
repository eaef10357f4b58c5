import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";
import { Intent } from "./intent.tsx";

interface InvitationPageProps {
	locale: Locale;
	token: string;
	title: string;
	language: string;
	email?: string;
	error?: MessageKey;
}

/** Asks whoever was passed a co-host's link for an address of their own; a mail to it makes the link theirs. */
export function InvitationPage({ locale, token, title, language, email = "", error }: InvitationPageProps) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t("picket.invitation.title")}</h1>
			<p className="lead" lang={language}>
				{title}
			</p>
			<p>{t("picket.invitation.how")}</p>
			<Intent action={`/${locale}/host/${token}`} intent="take-up" button={t("picket.invitation.button")}>
				<Field name="email" label={t("picket.form.email")} hint={t("picket.form.email.hint")} error={error && t(error)}>
					{(attributes) => (
						<input {...attributes} type="email" inputMode="email" autoComplete="email" defaultValue={email} required />
					)}
				</Field>
			</Intent>
			<p className="hint">{t("picket.form.consent")}</p>
		</article>
	);
}
