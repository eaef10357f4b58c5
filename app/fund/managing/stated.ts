import { type Locale, translator } from "#app/i18n/translate.ts";
import { printReference } from "../giving/reference.ts";
import type { StatedGift } from "../receipts/statement.ts";
import type { OwnDonation } from "./own-donation.server.ts";
import { hasArrived } from "./shown.ts";

/** What of a donation stands on its statements: payments that have arrived. */
export function statedGifts({ gifts }: Pick<OwnDonation, "gifts">): StatedGift[] {
	return gifts.filter(hasArrived).map(({ id, day, amount, currency, returned, state }) => ({
		id,
		day,
		amount,
		currency,
		returned,
		takenBack: state === "disputed" || state === "charged-back",
	}));
}

/** By which name and reference its papers go. */
export function aboutPapers({ reference, holder, sample }: OwnDonation, locale: Locale) {
	return {
		reference: printReference(reference),
		holder: sample ? translator(locale)("fund.sample.holder") : holder,
	};
}
