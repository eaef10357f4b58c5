import { campaignPage, findDraft } from "#app/campaigns/campaign.server.ts";
import type { App } from "#app/context.ts";
import { previewFund } from "#app/fund/fund.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { findPetitionDraft, petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { assemblyRules } from "#app/pickets/assembly.server.ts";
import { picketAdvice } from "#app/pickets/open.server.ts";
import { countToCome } from "#app/pickets/picket.server.ts";
import { allPlaces } from "#app/pickets/places.server.ts";
import type { PreviewOf } from "./previews.server.ts";

/** A page as it will be once it is open, in the best language it is written in for readers of one. */
export async function previewed({ db, settings, now }: App, { campaign, page, petition }: PreviewOf, locale: Locale) {
	switch (page) {
		case "petition": {
			const found = petition === undefined ? undefined : await findPetitionDraft(db, petition, locale);
			if (!found || found.campaign !== campaign.slug) return undefined;
			return { page, spoken: found.spoken, petition: { ...found, open: true, opened: true } } as const;
		}
		case "fund": {
			const fund = await previewFund(db, campaign.slug, locale);
			return fund && ({ page, spoken: fund.spoken, fund } as const);
		}
		case "pickets": {
			const campaigns = await picketAdvice(db, campaign.id, locale);
			const closedCountries = [...settings.NO_PICKETS_COUNTRIES];
			const form = { campaigns, places: await allPlaces(db, locale), rules: assemblyRules(locale), closedCountries };
			return { page, spoken: locale, form } as const;
		}
		case "campaign": {
			const draft = await findDraft(db, campaign.slug, locale);
			const [whole, its, pickets] = await Promise.all([
				draft && campaignPage(db, draft, locale, now()),
				petitionOfCampaign(db, campaign.id, locale),
				countToCome(db, campaign.id, now()),
			]);
			return (
				draft && whole && ({ page, spoken: draft.spoken, campaign: { ...whole, petition: its, pickets } } as const)
			);
		}
	}
}

export type Previewed = NonNullable<Awaited<ReturnType<typeof previewed>>>;
