import { type Locale, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Field } from "#app/ui/field.tsx";
import { directionOf, ownName } from "../languages.ts";
import { peopleBands, peopleWords } from "./people.ts";
import type { WholeReport } from "./report.server.ts";
import type { ReportErrors, ReportValues } from "./report-fields.ts";

interface ReportPageProps extends WholeReport {
	locale: Locale;
	token: string;
	/** Of the picket's words, and so of the report's. */
	language: string;
	/** As typed, where it could not be taken. */
	values?: ReportValues;
	errors: ReportErrors;
}

/** A host tells how it was: about how many came, and words. Photos have a page of their own. */
export function ReportPage({ locale, token, language, report, photos, values, errors }: ReportPageProps) {
	const t = translator(locale);
	const home = `/${locale}/host/${token}`;
	const { people = "", words = "" } = values ?? { ...report, people: String(report?.people ?? "") };
	const wrong = (["people", "words"] as const).flatMap((field) => {
		const key = errors[field];
		return key ? [{ field, text: t(key) }] : [];
	});
	return (
		<article className="narrow">
			<p className="back">
				<a href={home}>{t("picket.host.title")}</a>
			</p>
			<h1>{t("picket.report.title")}</h1>
			{wrong.length > 0 && <ErrorSummary title={t("picket.report.wrong")} errors={wrong} />}
			<p>{t("picket.report.how")}</p>
			{report && <p className="notice">{t(`picket.report.state.${report.state}`)}</p>}
			<form method="post" action={`${home}/report`}>
				<Field name="people" label={t("picket.report.people")} error={errors.people && t(errors.people)}>
					{(attributes) => (
						<select {...attributes} defaultValue={people} required>
							<option value="">{t("picket.report.people.choose")}</option>
							{peopleBands.map((band) => {
								const { key, values } = peopleWords(band);
								return (
									<option key={band} value={band}>
										{t(key, values)}
									</option>
								);
							})}
						</select>
					)}
				</Field>
				<Field
					name="words"
					label={t("picket.report.words")}
					hint={t("picket.report.words.hint", { language: ownName(language) })}
					error={errors.words && t(errors.words)}
				>
					{(attributes) => (
						<textarea
							{...attributes}
							rows={8}
							maxLength={2_000}
							lang={language}
							dir={directionOf(language)}
							defaultValue={words}
						/>
					)}
				</Field>
				<button type="submit">{t("picket.report.button")}</button>
			</form>
			<p>
				<a href={`${home}/photos`}>{t("picket.photos.add", { count: photos.length })}</a>
			</p>
		</article>
	);
}
