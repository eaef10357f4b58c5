import { type Locale, translator } from "#app/i18n/translate.ts";
import { directionOf } from "../languages.ts";
import { peopleWords } from "./people.ts";
import type { ShownReport } from "./shown-report.server.ts";

interface ReportPartProps {
	locale: Locale;
	slug: string;
	language: string;
	report: ShownReport;
}

/**
 * How it was, on the page of a picket. Photos are behind a link that says how much they weigh: without scripts a browser
 * that is told to load them late loads them at once.
 */
export function ReportPart({ locale, slug, language, report: { people, words, photos } }: ReportPartProps) {
	const t = translator(locale);
	const band = people === null ? null : peopleWords(people);
	const kilobytes = Math.ceil(photos.reduce((sum, { size }) => sum + size, 0) / 1_000);
	return (
		<section aria-labelledby="report">
			<h2 id="report">{t("picket.report.part")}</h2>
			{band && <p className="count">{t(band.key, band.values)}</p>}
			{words && (
				<div className="prose" lang={language} dir={directionOf(language)}>
					{words.split(/\n\s*\n/).map((paragraph) => (
						<p key={paragraph}>{paragraph}</p>
					))}
				</div>
			)}
			{photos.length > 0 && (
				<p>
					<a href={`/${locale}/pickets/${slug}/photos`}>
						{t("picket.photos.link", { count: photos.length, kilobytes })}
					</a>
				</p>
			)}
		</section>
	);
}
