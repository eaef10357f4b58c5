import type { AppLoadContext } from "@remix-run/node";
import type { Params } from "@remix-run/react";
import { bestLocale, type Locale, type MessageKey } from "#app/i18n/translate.ts";
import { access, isAmong } from "./access.ts";

/** What the shell of an organiser's page shows: flat, for a loader to give. */
export interface Desk {
	locale: Locale;
	/** Null where nobody is signed in. */
	name: string | null;
	/** The campaign of the address. */
	campaign: { id: number; slug: string; title: string } | null;
	/** Pages that this organiser may see, within the campaign first. */
	ways: { href: string; label: MessageKey; here: boolean }[];
}

/** Every page that stands in the short list, by its address as access.ts writes it. */
const ways: readonly (readonly [pattern: string, label: MessageKey])[] = [
	["organise/campaigns/:slug/queue", "organise.nav.queue"],
	["organise/campaigns/:slug/names", "organise.nav.names"],
	["organise/campaigns/:slug/lines", "organise.nav.lines"],
	["organise/campaigns/:slug/texts", "organise.nav.texts"],
	["organise/campaigns/:slug/mailings", "organise.nav.mailings"],
	["organise/campaigns/:slug/endorsements", "organise.nav.endorsements"],
	["organise/campaigns/:slug/pickets", "organise.nav.pickets"],
	["organise/campaigns/:slug/paper", "organise.nav.paper"],
	["organise/campaigns/:slug/sources", "organise.nav.sources"],
	["organise/campaigns/:slug/fund", "organise.nav.fund"],
	["organise/campaigns/:slug/fund/gifts", "organise.nav.gifts"],
	["organise/campaigns/:slug/fund/held", "organise.nav.held-gifts"],
	["organise/campaigns/:slug/fund/bank", "organise.nav.bank"],
	["organise/campaigns/:slug/fund/cash", "organise.nav.cash"],
	["organise/campaigns/:slug/fund/aid", "organise.nav.aid"],
	["organise/campaigns/:slug/opening", "organise.nav.opening"],
	["organise/campaigns/:slug/people", "organise.nav.people"],
	["organise/approvals", "organise.nav.approvals"],
	["organise/audit", "organise.nav.audit"],
	["organise/lock", "organise.nav.lock"],
	["organise/me", "organise.nav.me"],
];

/** The frame of a page: in the organiser's language, else in the one that their browser asks for. */
export function deskOf({ organiser }: AppLoadContext, params: Params, request: Request): Desk {
	if (!organiser)
		return { locale: bestLocale(request.headers.get("Accept-Language")), name: null, campaign: null, ways: [] };
	const campaign = organiser.campaigns.get(params.slug ?? "");
	const { pathname } = new URL(request.url);
	return {
		locale: organiser.locale,
		name: organiser.name,
		campaign: campaign ? { id: campaign.id, slug: campaign.slug, title: campaign.title } : null,
		ways: ways.flatMap(([pattern, label]) => {
			const row = access[pattern];
			const within = pattern.includes(":slug");
			if (!row || (within && !campaign) || !isAmong(row.see, organiser, within ? campaign?.slug : undefined)) return [];
			const href = `/${pattern.replace(":slug", campaign?.slug ?? "")}`;
			return [{ href, label, here: pathname === href }];
		}),
	};
}
