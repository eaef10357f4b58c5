import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { Choice, ErrorSummary, Field, Notice } from "#app/ui/field.tsx";
import { countriesIn } from "./countries.ts";
import { MannerChoice } from "./manner-choice.tsx";
import { longest, type SignErrors, type SignField, type SignValues } from "./sign-fields.ts";
import { VisibilityChoice } from "./visibility-choice.tsx";

interface SignFormProps {
	locale: Locale;
	slug: string;
	/** One body a line; absent while Postgres, which has them, is away. */
	addressees?: string;
	/** The campaign's, `YYYY-MM-DD`: until then updates come more often. Absent as the addressees are. */
	day?: string;
	values: SignValues;
	errors: SignErrors;
	/** The address that was probably meant: asks, and keeps both a click away. */
	didYouMean?: string;
	/** What else kept the form from being taken, on top. */
	notice?: string;
}

const order: readonly SignField[] = ["email", "country", "visibility", "name", "organisation", "town", "line"];

/** The form of a petition, empty or as it was posted: the same whoever reads it. */
export function SignForm({ locale, slug, addressees, day, values, errors, didYouMean, notice }: SignFormProps) {
	const t = translator(locale);
	const wrong = order.flatMap((field) => {
		const key = errors[field];
		return key ? [{ field: field === "visibility" ? "visibility-counted" : field, text: t(key) }] : [];
	});
	const errorOf = (field: SignField) => (errors[field] ? t(errors[field]) : undefined);
	return (
		<form method="post" action={`/${locale}/petitions/${slug}/sign`} className="sign" noValidate>
			{/* Enter in a field presses the first button: it must be the plain one, not an answer to a question. */}
			<button type="submit" className="trap" tabIndex={-1} aria-hidden="true">
				{t("sign.button")}
			</button>
			<h2>{t("sign.title")}</h2>
			{notice && <Notice>{notice}</Notice>}
			{wrong.length > 0 && <ErrorSummary title={t("sign.errors", { count: wrong.length })} errors={wrong} />}
			<Choice
				type="checkbox"
				name="at_risk"
				label={t("sign.at-risk")}
				hint={t("sign.at-risk.hint")}
				checked={values.at_risk === "on"}
			/>
			<Field name="email" label={t("sign.email")} hint={t("sign.email.hint")} error={errorOf("email")}>
				{(attributes) => (
					<input
						{...attributes}
						type="email"
						inputMode="email"
						autoComplete="email"
						defaultValue={values.email}
						required
					/>
				)}
			</Field>
			{didYouMean && (
				<div className="buttons">
					<button type="submit" name="email_meant" value={didYouMean}>
						{t("sign.email.use-meant", { email: didYouMean })}
					</button>
					<button type="submit" name="email_as_typed" value="on" className="quiet">
						{t("sign.email.use-typed", { email: values.email })}
					</button>
				</div>
			)}
			<Field name="country" label={t("sign.country")} error={errorOf("country")}>
				{(attributes) => (
					<select {...attributes} autoComplete="country" defaultValue={values.country} required>
						<option value="">{t("sign.country.choose")}</option>
						<option value="ZZ">{t("sign.country.none")}</option>
						{countriesIn(locale).map(({ code, name }) => (
							<option key={code} value={code}>
								{name}
							</option>
						))}
					</select>
				)}
			</Field>
			<VisibilityChoice t={t} chosen={values.visibility} error={errorOf("visibility")} addressees={addressees} />
			<Field name="name" label={t("sign.name")} hint={t("sign.name.hint")} error={errorOf("name")}>
				{(attributes) => (
					<input {...attributes} type="text" autoComplete="name" maxLength={longest.name} defaultValue={values.name} />
				)}
			</Field>
			<details open={Boolean(values.organisation || values.shown_as === "initials" || values.town || values.line)}>
				<summary>{t("sign.more")}</summary>
				<MannerChoice t={t} chosen={values.shown_as} />
				<Field
					name="organisation"
					label={t("sign.organisation")}
					hint={t("sign.organisation.hint")}
					error={errorOf("organisation")}
				>
					{(attributes) => (
						<input {...attributes} type="text" maxLength={longest.organisation} defaultValue={values.organisation} />
					)}
				</Field>
				<Field name="town" label={t("sign.town")} error={errorOf("town")}>
					{(attributes) => <input {...attributes} type="text" maxLength={longest.town} defaultValue={values.town} />}
				</Field>
				<Field name="line" label={t("sign.line")} hint={t("sign.line.hint")} error={errorOf("line")}>
					{(attributes) => <textarea {...attributes} rows={3} maxLength={longest.line} defaultValue={values.line} />}
				</Field>
				<Choice
					type="checkbox"
					name="line_public"
					label={t("sign.line-public")}
					checked={values.line_public === "on"}
				/>
			</details>
			<Choice
				type="checkbox"
				name="updates"
				label={t("sign.updates")}
				hint={[
					t("consent.updates"),
					...(day ? [t("updates.pace", { day: formatDay(day, locale) })] : []),
					t("sign.updates.hint"),
				].join(" ")}
				checked={values.updates === "on"}
			/>
			<p className="trap" aria-hidden="true">
				<label htmlFor="homepage">{t("sign.homepage")}</label>
				<input id="homepage" name="homepage" type="text" tabIndex={-1} autoComplete="off" />
			</p>
			{values.source && <input type="hidden" name="source" value={values.source} />}
			<p className="hint">
				{t("sign.consent", { text: t("consent.count") })} {t("sign.age")}
			</p>
			<button type="submit">{t("sign.button")}</button>
		</form>
	);
}
