import { locales, type Translate, translator } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";
import { longest } from "./answer-form.ts";

interface AnswersFormsProps {
	t: Translate;
	/** What was posted and not taken, by field. */
	typed: ReadonlyMap<string, string>;
}

/** What administrators write: an answer in every language, a protected name. */
export function AnswersForms({ t, typed }: AnswersFormsProps) {
	return (
		<>
			<form method="post">
				<h2>{t("organise.answers.new")}</h2>
				<Field name="kind" label={t("organise.answers.kind")}>
					{(attributes) => (
						<select {...attributes} defaultValue={typed.get("kind")}>
							<option value="report">{t("organise.kind.report")}</option>
							<option value="contact">{t("organise.kind.contact")}</option>
						</select>
					)}
				</Field>
				<Field name="slug" label={t("organise.answers.name")} hint={t("organise.answers.name.hint")}>
					{(attributes) => (
						<input {...attributes} type="text" maxLength={40} defaultValue={typed.get("slug")} required />
					)}
				</Field>
				{locales.map((locale) => (
					<fieldset key={locale} className="field">
						<legend>{translator(locale)("language.name")}</legend>
						<Field name={`title-${locale}`} label={t("organise.answers.heading")}>
							{(attributes) => (
								<input
									{...attributes}
									type="text"
									lang={locale}
									maxLength={longest.title}
									defaultValue={typed.get(`title-${locale}`)}
									required
								/>
							)}
						</Field>
						<Field name={`body-${locale}`} label={t("organise.answers.body")}>
							{(attributes) => (
								<textarea
									{...attributes}
									lang={locale}
									rows={5}
									maxLength={longest.body}
									defaultValue={typed.get(`body-${locale}`)}
									required
								/>
							)}
						</Field>
					</fieldset>
				))}
				<button type="submit" name="intent" value="answer">
					{t("organise.save")}
				</button>
			</form>
			<form method="post">
				<h2>{t("organise.names.title")}</h2>
				<Field name="name" label={t("organise.names.label")} hint={t("organise.names.hint")}>
					{(attributes) => <input {...attributes} type="text" maxLength={100} autoComplete="off" required />}
				</Field>
				<div className="buttons">
					<button type="submit" name="intent" value="protect">
						{t("organise.names.protect")}
					</button>
					<button type="submit" name="intent" value="unprotect" className="quiet">
						{t("organise.names.unprotect")}
					</button>
				</div>
			</form>
		</>
	);
}
