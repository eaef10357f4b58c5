import type { AppLoadContext } from "@remix-run/node";
import type { Params } from "@remix-run/react";
import type { Locale } from "#app/i18n/translate.ts";
import { refuse } from "#app/web/page.ts";
import type { Role } from "./access.ts";

/** A campaign as one of its organisers has it. */
export interface OwnCampaign {
	id: number;
	slug: string;
	/** In the organiser's language, or its slug before it has a title there. */
	title: string;
	roles: ReadonlySet<Role>;
}

/** Who asks, as the guard found out. */
export interface SignedIn {
	id: string;
	sessionId: string;
	/** As other organisers see it. */
	name: string;
	locale: Locale;
	/** Gave a second factor within the last ten minutes. */
	steppedUp: boolean;
	/** Of the demonstration: has neither password nor second factor. */
	sample: boolean;
	/** All sessions are locked. */
	locked: boolean;
	/** By slug. */
	campaigns: ReadonlyMap<string, OwnCampaign>;
}

declare module "@remix-run/node" {
	interface AppLoadContext {
		/** Set by the guard under /organise, where somebody is signed in. */
		organiser?: SignedIn;
	}
}

/** Who asks. @throws an Error where the guard did not run or let anyone in */
export function signedIn({ organiser }: AppLoadContext): SignedIn {
	if (!organiser) throw new Error("nobody is signed in: the route's row in access.ts lets anyone in");
	return organiser;
}

/** Who asks, and the campaign of the address. @throws a 404 when they have none such */
export function campaignOf(context: AppLoadContext, params: Params): { organiser: SignedIn; campaign: OwnCampaign } {
	const organiser = signedIn(context);
	const campaign = organiser.campaigns.get(params.slug ?? "");
	if (!campaign) throw refuse(404);
	return { organiser, campaign };
}
