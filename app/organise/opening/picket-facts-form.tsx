import { isLocale, type Translate, translator } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";
import type { PicketWords } from "./picket-facts.server.ts";

/** What hosts and the public are told in each language before pickets can be called. */
export function PicketFactsForm({ t, facts }: { t: Translate; facts: readonly PicketWords[] }) {
	return (
		<form method="post" aria-labelledby="picket-facts">
			<h2 id="picket-facts">{t("organise.opening.picket-facts")}</h2>
			<input type="hidden" name="intent" value="write pickets" />
			{facts.map(({ locale, duty_hours, authorities }) => (
				<fieldset key={locale}>
					<legend>{isLocale(locale) ? translator(locale)("language.name") : locale}</legend>
					<Field
						name={`duty_hours-${locale}`}
						label={t("organise.opening.pickets.duty_hours")}
						hint={t("organise.opening.pickets.duty_hours.hint")}
					>
						{(attributes) => (
							<textarea {...attributes} lang={locale} rows={2} maxLength={500} defaultValue={duty_hours} />
						)}
					</Field>
					<Field
						name={`authorities-${locale}`}
						label={t("organise.opening.pickets.authorities")}
						hint={t("organise.opening.pickets.authorities.hint")}
					>
						{(attributes) => (
							<textarea {...attributes} lang={locale} rows={4} maxLength={2000} defaultValue={authorities} />
						)}
					</Field>
				</fieldset>
			))}
			<button type="submit">{t("organise.save")}</button>
		</form>
	);
}
