import type { Params } from "@remix-run/react";
import type { Locale } from "#app/i18n/translate.ts";
import { elsewhere, localeOf, refuse, slugOf } from "#app/web/page.ts";
import type { Db } from "#db/client.ts";
import { type Campaign, findCampaign } from "./campaign.server.ts";

/**
 * The campaign of an address and the language of the address.
 * @throws a 404 where there is none, and a 302 to the same page in a language that it is written in
 */
export async function campaignAt(
	db: Db,
	params: Params,
	request: Request,
): Promise<{ locale: Locale; campaign: Campaign }> {
	const locale = localeOf(params);
	const campaign = await findCampaign(db, slugOf(params), locale);
	if (!campaign) throw refuse(404);
	if (campaign.spoken !== locale) throw elsewhere(request, campaign.spoken);
	return { locale, campaign };
}
