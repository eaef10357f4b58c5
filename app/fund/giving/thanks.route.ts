import type { LoaderFunctionArgs } from "@remix-run/node";
import { pdfFile } from "#app/web/download.ts";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse } from "#app/web/page.ts";
import { findFund } from "../fund.server.ts";
import { holderOf } from "../fund-page.tsx";
import { findOwnDonation } from "../managing/own-donation.server.ts";
import { thanksLetter } from "./letters.server.ts";

/** The letter of thanks to a body whose gift is in the books, and not before. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const found = await findOwnDonation(app.db, app.keys, params.token ?? "");
	if (found.state !== "found") throw refuse(404);
	const { slug, words, reference, gifts } = found.donation;
	const fund = await findFund(app.db, slug, locale);
	const came = gifts.find(({ state }) => state === "received");
	if (!words?.organisation || !fund || !came) throw refuse(404);
	const gift = { organisation: words.organisation, holder: holderOf(fund, locale), reference, day: came.day, locale };
	const link = `${siteOrigin(app.settings, request.url)}/${locale}/fund/${slug}/ledger`;
	return pdfFile(`thanks-${reference}.pdf`, thanksLetter(gift, { ...came, link }));
}
