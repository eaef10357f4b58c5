import { countryName } from "#app/i18n/format.ts";
import { isLocale, type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Field } from "#app/ui/field.tsx";
import { ibanCountries } from "#app/web/iban.ts";
import { type FactErrors, factNames, longest } from "./parse-facts.ts";

interface FactsFormProps {
	t: Translate;
	locale: Locale;
	/** Of the campaign. */
	languages: readonly string[];
	values: Readonly<Record<string, string>>;
	errors: FactErrors;
	/** Else it is only read. */
	mayWrite: boolean;
}

/** What is said of a fund: its holder, and per language what it is for, who decides, costs and what is left over. */
export function FactsForm({ t, locale, languages, values, errors, mayWrite }: FactsFormProps) {
	const listed = Object.entries(errors).flatMap(([field, key]) => (key ? [{ field, text: t(key) }] : []));
	const shown = (name: string) => {
		const key = errors[name];
		return key && t(key);
	};
	return (
		<form method="post">
			{listed.length > 0 && <ErrorSummary title={t("sign.errors", { count: listed.length })} errors={listed} />}
			<h2 id="holder">{t("organise.fund.facts")}</h2>
			<Field name="legal_name" label={t("organise.fund.legal-name")} error={shown("legal_name")}>
				{(attributes) => (
					<input
						{...attributes}
						type="text"
						maxLength={longest}
						readOnly={!mayWrite}
						defaultValue={values.legal_name}
					/>
				)}
			</Field>
			<Field name="country" label={t("organise.fund.country")} error={shown("country")}>
				{(attributes) => (
					<select {...attributes} disabled={!mayWrite} defaultValue={values.country}>
						<option value="">{t("organise.fund.country.none")}</option>
						{ibanCountries.map((code) => (
							<option key={code} value={code}>
								{countryName(code, locale)}
							</option>
						))}
					</select>
				)}
			</Field>
			{languages.map((language) => (
				<fieldset key={language}>
					<legend>{isLocale(language) ? translator(language)("language.name") : language}</legend>
					{factNames.map((fact) => (
						<Field
							key={fact}
							name={`${fact}-${language}`}
							label={t(`organise.opening.fund.${fact}`)}
							error={shown(`${fact}-${language}`)}
						>
							{(attributes) => (
								<textarea
									{...attributes}
									lang={language}
									rows={3}
									maxLength={longest}
									readOnly={!mayWrite}
									defaultValue={values[`${fact}-${language}`]}
								/>
							)}
						</Field>
					))}
				</fieldset>
			))}
			{mayWrite && <button type="submit">{t("organise.save")}</button>}
		</form>
	);
}
