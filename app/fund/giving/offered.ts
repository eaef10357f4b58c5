import type { Locale } from "#app/i18n/translate.ts";
import type { Fund } from "../fund.server.ts";
import { settledOr } from "./currencies.ts";
import type { Offered } from "./parse-give.ts";

/**
 * What can be given to a fund here.
 * @param card this installation has an account that takes cards
 * @param onion the reader came over it: a transfer first, as Stripe's page needs JavaScript and asks who is there
 */
export function offeredBy(
	fund: Pick<Fund, "offers" | "atStripe" | "iban">,
	locale: Locale,
	card: boolean,
	onion: boolean,
): Offered {
	const byCard = fund.atStripe && card ? (["card"] as const) : [];
	const byTransfer = fund.iban ? (["transfer"] as const) : [];
	return {
		offers: settledOr(fund.offers),
		ways: onion ? [...byTransfer, ...byCard] : [...byCard, ...byTransfer],
		locale,
	};
}
