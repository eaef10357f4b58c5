import type { App } from "#app/context.ts";
import { parseAmount } from "#app/fund/bank/desk.server.ts";
import { setHoldLimit, usualHoldAbove } from "#app/fund/holding/held-desk.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../../audit/record.server.ts";

interface HeldDesk {
	campaignId: number;
	by: string;
}

/**
 * Sets above what gifts wait for two, and records it.
 * @returns what is wrong: no amount of that currency, or above what waits where nothing is set, which one person cannot raise
 */
export async function setLimit(
	{ db }: Pick<App, "db">,
	{ campaignId, by }: HeldDesk,
	{ currency, amount: typed }: { currency: string; amount: string },
	locale: Locale,
): Promise<"amount" | "high" | null> {
	const amount = /^[A-Z]{3}$/.test(currency) ? parseAmount(typed, currency, locale) : "unreadable";
	if (typeof amount !== "number" || amount === 0) return "amount";
	if (amount > usualHoldAbove(currency)) return "high";
	await inTransaction(db, async (trx) => {
		await setHoldLimit(trx, campaignId, { currency, amount });
		await recordAct(trx, {
			actor: by,
			act: "gift.limit-set",
			campaignId,
			figures: { amount, currency: currency.toLowerCase() },
		});
	});
	return null;
}
