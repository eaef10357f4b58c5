import type { MessageKey } from "#app/i18n/translate.ts";
import type { OwnDonation, OwnGift, OwnMonthly } from "./own-donation.server.ts";
import type { Wrong } from "./parse-change.ts";

/** A donation as its page is handed it: nothing that the page does not show. */
export interface ShownDonation
	extends Pick<
		OwnDonation,
		"slug" | "reference" | "frequency" | "way" | "currency" | "amount" | "cover" | "until" | "holder" | "sample"
	> {
	gifts: OwnGift[];
	/** Those in which something has arrived, newest first. */
	years: number[];
	monthly: Omit<OwnMonthly, "subscription" | "customer"> | null;
	/** Stripe can be asked: another card, another amount, a pause, an end. */
	manageable: boolean;
	words: { displayName: string; dedication: string };
	/** Whatever is given waits for two of the committee: it is from a party or a body of a state. */
	waitsForTwo: boolean;
	/** The name of the body that gives it: there are letters. Null for a person. */
	organisation: string | null;
}

/** The fields of the page's forms. */
export type DonationField = "amount" | "display_name" | "dedication";

/** What a post that stays on the page says. */
export interface DonationSaid {
	notice?: MessageKey;
	wrong?: Partial<Record<DonationField, Wrong>>;
	typed?: Partial<Record<DonationField, string>>;
}

/** What of a donation its page shows. @param card this installation has the account that its gifts by card went to */
export function shownOf(donation: OwnDonation, card: boolean): ShownDonation {
	const { slug, reference, frequency, way, currency, amount, cover, until, holder, sample, gifts, words } = donation;
	const { monthly } = donation;
	return {
		...{ slug, reference, frequency, way, currency, amount, cover, until, holder, sample, gifts },
		years: yearsOf(gifts),
		monthly: monthly && withoutIds(monthly),
		manageable: card && monthly !== null && monthly.endedOn === null && monthly.customer !== null,
		words: { displayName: words?.displayName ?? "", dedication: words?.dedication ?? "" },
		waitsForTwo: donation.giver === "party" || donation.giver === "state",
		organisation: words?.organisation?.name ?? null,
	};
}

function withoutIds({ subscription: _, customer: __, ...monthly }: OwnMonthly) {
	return monthly;
}

/** Whether a gift has arrived, whatever became of it then: there is a receipt. */
export function hasArrived({ state }: Pick<OwnGift, "state">): boolean {
	return ["received", "refunded-in-part", "refunded", "disputed", "charged-back"].includes(state);
}

function yearsOf(gifts: readonly OwnGift[]): number[] {
	const years = gifts.filter(hasArrived).map(({ day }) => Number(day.slice(0, 4)));
	return [...new Set(years)].sort((a, b) => b - a);
}
