import { createHash } from "node:crypto";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { pdfDocument } from "#app/pdf/document.server.ts";
import { drawLetter } from "#app/pdf/letter.server.ts";
import { byteCache } from "#app/web/byte-cache.ts";
import { publicFile, streamOfBytes } from "#app/web/download.ts";
import { monthsLater } from "./periods.ts";
import { type Reported, reportOf } from "./report.ts";

const drawn = byteCache(4 * 1024 * 1024);

/** The report of a year as PDF: the same for all until something more is published, and drawn once. */
export function reportFile(reported: Reported, locale: Locale): Response {
	const version = createHash("sha256")
		.update(JSON.stringify([locale, reportOf(reported, locale)]))
		.digest("base64url")
		.slice(0, 22);
	return publicFile("application/pdf", version, streamOfBytes(asRead(version, reported, locale)));
}

/** Drawn when somebody reads it: who has it already asks for its version alone. */
async function* asRead(version: string, reported: Reported, locale: Locale): AsyncGenerator<Buffer> {
	const pdf = drawn.get(version) ?? draw(reported, locale);
	drawn.set(version, pdf);
	yield pdf;
}

function draw(reported: Reported, locale: Locale): Buffer {
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
