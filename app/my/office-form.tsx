import { type Locale, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Field } from "#app/ui/field.tsx";

interface OfficeFormProps {
	locale: Locale;
	/** Of `/my/{token}`, with the language. */
	path: string;
	/** The endorsement's. */
	id: string;
	organisation: string;
	/** As it is kept, or as it was posted. */
	office: string;
	error?: string;
}

/** Corrects the office in which somebody speaks for a body, and says how its address changes. */
export function OfficeForm({ locale, path, id, organisation, office, error }: OfficeFormProps) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t("my.endorsements.change")}</h1>
			<p>{organisation}</p>
			<form method="post" action={`${path}/endorsements/${id}`} noValidate>
				{error && (
					<ErrorSummary title={t("sign.errors", { count: 1 })} errors={[{ field: "officer_role", text: error }]} />
				)}
				<Field
					name="officer_role"
					label={t("endorse.officer_role")}
					hint={t("endorse.officer_role.hint")}
					error={error}
				>
					{(attributes) => <input {...attributes} type="text" defaultValue={office} />}
				</Field>
				<button type="submit">{t("my.change.button")}</button>
			</form>
			<p>{t("my.endorsements.address")}</p>
			<p>
				<a href={path}>{t("my.back")}</a>
			</p>
		</article>
	);
}
