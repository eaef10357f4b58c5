import { type Locale, translator } from "#app/i18n/translate.ts";

/**
 * The way to report what is wrong on a page, which it brings along.
 * @param page the page's address after the language, without the first slash; app/web/declared-query.ts says which
 */
export function ReportLink({ locale, page }: { locale: Locale; page: string }) {
	return (
		<p className="report">
			<a href={`/${locale}/report?${new URLSearchParams({ page })}`} rel="nofollow">
				{translator(locale)("report.link")}
			</a>
		</p>
	);
}
