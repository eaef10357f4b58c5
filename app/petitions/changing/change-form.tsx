import { type Locale, translator } from "#app/i18n/translate.ts";
import { Choice, ErrorSummary, Field } from "#app/ui/field.tsx";
import type { HeldSignature } from "../held.server.ts";
import { MannerChoice } from "../manner-choice.tsx";
import { longest, type SignErrors, type SignField } from "../sign-fields.ts";
import { VisibilityChoice } from "../visibility-choice.tsx";

interface ChangeFormProps {
	locale: Locale;
	/** Of `/my/{token}`, with the language. */
	path: string;
	signature: HeldSignature;
	errors: SignErrors;
}

const fields = ["name", "organisation", "town"] as const;
const order: readonly SignField[] = [...fields, "line"];

/** Corrects a signature and changes who sees it, with the words that each choice agrees to beside it. */
export function ChangeForm({ locale, path, signature, errors }: ChangeFormProps) {
	const t = translator(locale);
	const errorOf = (field: SignField) => (errors[field] ? t(errors[field]) : undefined);
	const wrong = order.flatMap((field) => {
		const text = errorOf(field);
		return text ? [{ field, text }] : [];
	});
	const labels = { name: t("sign.name"), organisation: t("sign.organisation"), town: t("sign.town") };
	return (
		<article className="narrow">
			<h1>{t("my.change.title")}</h1>
			<p>{signature.petition.title}</p>
			<form method="post" action={`${path}/signatures/${signature.id}`} noValidate>
				{wrong.length > 0 && <ErrorSummary title={t("sign.errors", { count: wrong.length })} errors={wrong} />}
				<VisibilityChoice t={t} chosen={signature.visibility} addressees={signature.petition.addressees} />
				{fields.map((field) => (
					<Field
						key={field}
						name={field}
						label={labels[field]}
						hint={field === "name" ? t("sign.name.hint") : undefined}
						error={errorOf(field)}
					>
						{(attributes) => (
							<input {...attributes} type="text" maxLength={longest[field]} defaultValue={signature[field]} />
						)}
					</Field>
				))}
				<MannerChoice t={t} chosen={signature.shownAs} />
				<Field name="line" label={t("sign.line")} hint={t("sign.line.hint")} error={errorOf("line")}>
					{(attributes) => <textarea {...attributes} rows={3} maxLength={longest.line} defaultValue={signature.line} />}
				</Field>
				<Choice type="checkbox" name="line_public" label={t("sign.line-public")} checked={signature.linePublic} />
				<button type="submit">{t("my.change.button")}</button>
			</form>
			<p>
				<a href={path}>{t("my.back")}</a>
			</p>
		</article>
	);
}
