import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { Choice, ErrorSummary, Field, Notice } from "#app/ui/field.tsx";
import {
	type LetterErrors,
	type LetterField,
	type LetterKind,
	type LetterValues,
	longest,
	topics,
} from "./letter-fields.ts";

export interface LetterFormProps {
	locale: Locale;
	kind: LetterKind;
	values: LetterValues;
	errors: LetterErrors;
	/** What else kept the letter from being taken, on top. */
	notice?: MessageKey;
	/** Campaigns to choose from, where there is more than one. */
	campaigns: readonly { slug: string; title: string }[];
}

const order: readonly LetterField[] = ["topic", "page", "words", "email"];

/** The form of a report or a letter, empty or as it was posted: the same whoever reads it. */
export function LetterForm({ locale, kind, values, errors, notice, campaigns }: LetterFormProps) {
	const t = translator(locale);
	const errorOf = (field: LetterField) => (errors[field] ? t(errors[field]) : undefined);
	const wrong = order.flatMap((field) => {
		const text = errorOf(field);
		return text ? [{ field: field === "topic" ? `topic-${topics[kind][0]}` : field, text }] : [];
	});
	return (
		<form id="letter" method="post" action={`/${locale}/${kind}#letter`} className="sign" noValidate>
			<h2>{t(`letter.${kind}.title`)}</h2>
			{notice && <Notice>{t(notice)}</Notice>}
			{wrong.length > 0 && <ErrorSummary title={t("sign.errors", { count: wrong.length })} errors={wrong} />}
			<Topics locale={locale} kind={kind} chosen={values.topic} error={errorOf("topic")} />
			{campaigns.length > 1 && (
				<Field name="campaign" label={t("letter.campaign")}>
					{(attributes) => (
						<select {...attributes} defaultValue={values.campaign}>
							{campaigns.map(({ slug, title }) => (
								<option key={slug} value={slug}>
									{title}
								</option>
							))}
						</select>
					)}
				</Field>
			)}
			{kind === "report" && (
				<Field name="page" label={t("letter.page")} hint={t("letter.page.hint")} error={errorOf("page")}>
					{(attributes) => <input {...attributes} type="text" maxLength={longest.page} defaultValue={values.page} />}
				</Field>
			)}
			<Field name="words" label={t(`letter.${kind}.words`)} hint={t("letter.words.hint")} error={errorOf("words")}>
				{(attributes) => (
					<textarea {...attributes} rows={6} maxLength={longest.words} defaultValue={values.words} required />
				)}
			</Field>
			<Field name="email" label={t("letter.email")} hint={t("letter.email.hint")} error={errorOf("email")}>
				{(attributes) => (
					<input {...attributes} type="email" inputMode="email" autoComplete="email" defaultValue={values.email} />
				)}
			</Field>
			<p className="trap" aria-hidden="true">
				<label htmlFor="homepage">{t("sign.homepage")}</label>
				<input id="homepage" name="homepage" type="text" tabIndex={-1} autoComplete="off" />
			</p>
			<p className="hint">{t("letter.kept")}</p>
			<button type="submit">{t("letter.send")}</button>
		</form>
	);
}

function Topics({ locale, kind, chosen, error }: { locale: Locale; kind: LetterKind; chosen: string; error?: string }) {
	const t = translator(locale);
	return (
		<fieldset className={error ? "field field-wrong" : "field"} aria-describedby={error && "topic-error"}>
			<legend>{t("letter.topic")}</legend>
			{error && (
				<p className="error" id="topic-error">
					{error}
				</p>
			)}
			{topics[kind].map((topic) => (
				<Choice
					key={topic}
					type="radio"
					name="topic"
					value={topic}
					label={t(`letter.topic.${topic}`)}
					checked={chosen === topic}
				/>
			))}
		</fieldset>
	);
}
