import { type Locale, locales, type Translate, translator } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

/** Asks which language a moderator reads: the queue then shows, and gives out, only what is written in it. */
export function LanguageFilter({ t, reading }: { t: Translate; reading: Locale | null }) {
	return (
		<form method="get">
			<Field name="language" label={t("organise.queue.reading")}>
				{(attributes) => (
					<select {...attributes} defaultValue={reading ?? ""}>
						<option value="">{t("organise.queue.reading.all")}</option>
						{locales.map((locale) => (
							<option key={locale} value={locale} lang={locale}>
								{translator(locale)("language.name")}
							</option>
						))}
					</select>
				)}
			</Field>
			<button type="submit" className="quiet">
				{t("organise.queue.reading.show")}
			</button>
		</form>
	);
}
