import type { LoaderFunctionArgs } from "@remix-run/node";
import { pdfFile } from "#app/web/download.ts";
import { localeOf, refuse } from "#app/web/page.ts";
import { statementOf } from "../receipts/statement.ts";
import { statementPdf } from "../receipts/statement-pdf.server.ts";
import { findOwnDonation } from "./own-donation.server.ts";
import { aboutPapers, statedGifts } from "./stated.ts";

/** A year of one gift as a file. */
export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const year = /^20\d\d$/.test(params.year ?? "") ? Number(params.year) : undefined;
	const found = await findOwnDonation(app.db, app.keys, params.token ?? "");
	if (!year || found.state !== "found") throw refuse(404);
	const statement = statementOf(statedGifts(found.donation), year, locale);
	if (statement.lines.length === 0) throw refuse(404);
	const today = app.now().toISOString().slice(0, 10);
	const pdf = statementPdf(statement, aboutPapers(found.donation, locale), locale, today);
	return pdfFile(`${year}.pdf`, pdf);
}
