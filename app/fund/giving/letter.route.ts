import type { LoaderFunctionArgs } from "@remix-run/node";
import { pdfFile } from "#app/web/download.ts";
import { localeOf, refuse } from "#app/web/page.ts";
import { findFund } from "../fund.server.ts";
import { holderOf } from "../fund-page.tsx";
import { accountOf } from "../managing/account.server.ts";
import { findOwnDonation } from "../managing/own-donation.server.ts";
import { treasurersLetter } from "./letters.server.ts";

/** The letter for the treasurer of a body that gives, for whoever has the gift's link. */
export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const found = await findOwnDonation(app.db, app.keys, params.token ?? "");
	if (found.state !== "found") throw refuse(404);
	const { slug, campaignId, words, reference, amount, currency, madeOn } = found.donation;
	const [fund, account] = await Promise.all([findFund(app.db, slug, locale), accountOf(app.db, campaignId)]);
	if (!words?.organisation || !fund || !account) throw refuse(404);
	const { purpose, sample } = fund;
	const gift = { organisation: words.organisation, holder: holderOf(fund, locale), reference, day: madeOn, locale };
	return pdfFile(`letter-${reference}.pdf`, treasurersLetter(gift, { amount, currency, ...account, purpose, sample }));
}
