import { type Locale, locales, type Translate, translator } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

/** The language of an organiser's pages and mails. */
export function LanguageForm({ t, locale }: { t: Translate; locale: Locale }) {
	return (
		<form method="post" action="/organise/me">
			<h2>{t("organise.language.title")}</h2>
			<input type="hidden" name="intent" value="language" />
			<Field name="locale" label={t("organise.language.label")}>
				{(attributes) => (
					<select {...attributes} defaultValue={locale}>
						{locales.map((other) => (
							<option key={other} value={other} lang={other}>
								{translator(other)("language.name")}
							</option>
						))}
					</select>
				)}
			</Field>
			<button type="submit" className="quiet">
				{t("organise.language.button")}
			</button>
		</form>
	);
}
