import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import { Choice, Field } from "#app/ui/field.tsx";

interface HandoverFormProps {
	t: Translate;
	addressees: readonly string[];
	languages: readonly Locale[];
}

/** When, to whom, a few words in each language; and that it cannot be undone. */
export function HandoverForm({ t, addressees, languages }: HandoverFormProps) {
	return (
		<form method="post">
			<p>{t("organise.closing.handed-in.text")}</p>
			<Field name="day" label={t("organise.closing.handed-in.day")}>
				{(attributes) => <input {...attributes} type="date" required />}
			</Field>
			<fieldset>
				<legend>{t("organise.closing.handed-in.to")}</legend>
				{addressees.map((body, i) => (
					<Choice key={body} type="checkbox" name={`place-${i + 1}`} label={body} checked={false} />
				))}
			</fieldset>
			{languages.map((locale) => (
				<Field
					key={locale}
					name={`words-${locale}`}
					label={t("organise.closing.handed-in.words", { language: translator(locale)("language.name") })}
				>
					{(attributes) => <textarea {...attributes} rows={3} maxLength={2_000} lang={locale} />}
				</Field>
			))}
			<Choice type="checkbox" name="without" label={t("organise.closing.handed-in.without")} checked={false} />
			<Choice type="checkbox" name="sure" label={t("organise.closing.handed-in.sure")} checked={false} />
			<button type="submit" name="intent" value="hand-in">
				{t("organise.closing.handed-in")}
			</button>
		</form>
	);
}
