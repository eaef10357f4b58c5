import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Field, Notice } from "#app/ui/field.tsx";

/** What a form said when it was not taken. */
export interface ContactSaid {
	office?: string;
	email?: string;
	errors?: { officer_role?: MessageKey; email?: MessageKey };
	/** Nothing is wrong with what was typed. */
	notice?: MessageKey;
}

interface OfficeFormProps {
	locale: Locale;
	/** Of `/my/{token}`, with the language. */
	path: string;
	/** The endorsement's. */
	id: string;
	organisation: string;
	/** As it is kept. */
	office: string;
	/** The address has confirmed, and so may name another. */
	movable: boolean;
	said: ContactSaid;
}

/** Corrects the office in which somebody speaks for a body, and asks another address to take its mail. */
export function OfficeForm({ locale, path, id, organisation, office, movable, said }: OfficeFormProps) {
	const t = translator(locale);
	const { errors = {}, notice } = said;
	const wrong = Object.entries(errors).map(([field, key]) => ({ field, text: t(key) }));
	const errorOf = (key: MessageKey | undefined) => key && t(key);
	const here = `${path}/endorsements/${id}`;
	return (
		<article className="narrow">
			<h1>{t("my.endorsements.change")}</h1>
			<p>{organisation}</p>
			{wrong.length > 0 && <ErrorSummary title={t("sign.errors", { count: wrong.length })} errors={wrong} />}
			{notice && <Notice>{t(notice)}</Notice>}
			<form method="post" action={here} noValidate>
				<Field
					name="officer_role"
					label={t("endorse.officer_role")}
					hint={t("endorse.officer_role.hint")}
					error={errorOf(errors.officer_role)}
				>
					{(attributes) => <input {...attributes} type="text" defaultValue={said.office ?? office} />}
				</Field>
				<button type="submit">{t("my.change.button")}</button>
			</form>
			{movable && (
				<form method="post" action={here} noValidate>
					<h2>{t("my.move.ask.title")}</h2>
					<p>{t("my.move.ask.text")}</p>
					<Field name="email" label={t("endorse.email")} hint={t("endorse.email.hint")} error={errorOf(errors.email)}>
						{(attributes) => (
							<input {...attributes} type="email" autoComplete="off" spellCheck={false} defaultValue={said.email} />
						)}
					</Field>
					<button type="submit" name="intent" value="address">
						{t("my.move.ask.button")}
					</button>
				</form>
			)}
			<p>
				<a href={path}>{t("my.back")}</a>
			</p>
		</article>
	);
}
