import type { MessageKey } from "#app/i18n/translate.ts";
import { type Asker, access, isAmong } from "../access.ts";

/** Where what two decide about stands, and what that page is called. */
export interface PageOfAction {
	href: string;
	label: MessageKey;
}

const bank = ["fund/bank", "organise.nav.bank"] as const;
const held = ["fund/held", "organise.nav.held-gifts"] as const;
const people = ["people", "organise.nav.people"] as const;

/** By the action's name: the address within its campaign, and its word in the list of pages. */
const pages: Readonly<Record<string, readonly [page: string, label: MessageKey]>> = {
	"bank.cash": bank,
	"bank.fees": bank,
	"bank.given-back": bank,
	"bank.refund": bank,
	"fund.account": ["fund/account", "organise.nav.fund"],
	"fund.reserve": ["fund", "organise.nav.fund"],
	"gift.accept": held,
	"gift.give-back": held,
	"mailing.send": ["mailings", "organise.nav.mailings"],
	"role.administrator": people,
	"role.committee": people,
	"role.revoke-administrator": people,
	"stripe.fees": ["fund/gifts", "organise.nav.gifts"],
};

/**
 * The page on which an action's subject stands; null where there is none, or this organiser may not see it.
 * @param slug of the campaign; null for the whole site
 */
export function pageOf(action: string, slug: string | null, asker: Pick<Asker, "campaigns">): PageOfAction | null {
	const [page, label] = pages[action] ?? [];
	if (slug === null || page === undefined || label === undefined) return null;
	const row = access[`organise/campaigns/:slug/${page}`];
	return row && isAmong(row.see, asker, slug) ? { href: `/organise/campaigns/${slug}/${page}`, label } : null;
}
