import { type Locale, translator } from "#app/i18n/translate.ts";
import { pdfDocument } from "#app/pdf/document.server.ts";
import { drawLetter } from "#app/pdf/letter.server.ts";
import { monthsLater } from "./periods.ts";
import { type Reported, reportOf } from "./report.ts";

/** The report of a year as PDF: the same for all until something more is published. */
export function reportPdf(reported: Reported, locale: Locale): Buffer<ArrayBuffer> {
	const { year, head } = reported;
	const title = translator(locale)("books.report.title", { year });
	// The day that the file bears is the end of the last month that it has something of: it tells of no other.
	const months = reported.sums.map(({ month }) => month).filter((month) => month.startsWith(`${year}-`));
	const day = monthsLater(months.at(-1) ?? head.feesThrough ?? `${year}-01-01`, 1);
	const document = pdfDocument({ title, language: locale, day });
	drawLetter(document, reportOf(reported, locale));
	document.end();
	return Buffer.from(document.take());
}
