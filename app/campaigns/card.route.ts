import type { LoaderFunctionArgs } from "@remix-run/node";
import { isLocale } from "#app/i18n/translate.ts";
import { findPetition } from "#app/petitions/petition.server.ts";
import { readCardAddress } from "#app/ui/card-address.ts";
import { refuse } from "#app/web/page.ts";
import { findCampaign } from "./campaign.server.ts";
import { pngOf } from "./card-png.server.ts";
import { cardSvg } from "./card-svg.ts";
import { campaignCard, petitionCard, siteCard } from "./card-words.ts";

/** The picture that a messenger shows of a page. */
export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const { locale, subject } = readCardAddress(params["*"] ?? "") ?? {};
	if (!subject || !isLocale(locale)) throw refuse(404);
	const words = async () => {
		if (subject.kind === "site") return siteCard(locale);
		const campaigns = subject.kind === "campaigns";
		const found = await (campaigns ? findCampaign : findPetition)(app.db, subject.slug, locale);
		return found && (campaigns ? campaignCard : petitionCard)(locale, found);
	};
	const card = await words();
	if (!card) throw refuse(404);
	return new Response(new Uint8Array(await pngOf(cardSvg(card))), { headers: { "Content-Type": "image/png" } });
}
