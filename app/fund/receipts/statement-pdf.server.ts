import { type Locale, translator } from "#app/i18n/translate.ts";
import { pdfDocument } from "#app/pdf/document.server.ts";
import { drawLetter } from "#app/pdf/letter.server.ts";
import type { Statement } from "./statement.ts";

/**
 * A statement as PDF: what its page says.
 * @param about reference and holder, as they are printed
 * @param day that it bears, `YYYY-MM-DD`
 */
export function statementPdf(
	{ title, lines, totals }: Statement,
	about: { reference: string; holder: string },
	locale: Locale,
	day: string,
): Buffer {
	const t = translator(locale);
	const document = pdfDocument({ title, language: locale, day });
	const fact = (key: "gift.fact.reference" | "gift.fact.holder", value: string) => `${t(key)}: ${value}`;
	drawLetter(document, [
		{ kind: "title", text: title },
		{ kind: "text", text: fact("gift.fact.holder", about.holder) },
		{ kind: "item", text: fact("gift.fact.reference", about.reference) },
		...lines.map(({ day, amount, returned }) => ({
			kind: "item" as const,
			text: returned ? `${day}: ${amount}. ${t("gift.fact.returned")}: ${returned}` : `${day}: ${amount}`,
		})),
		...totals.map((total) => ({ kind: "heading" as const, text: `${t("donation.statement.total")}: ${total}` })),
		{ kind: "text", text: t("donation.receipt.tax") },
	]);
	document.end();
	return document.take();
}
