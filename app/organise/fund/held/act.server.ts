import type { App } from "#app/context.ts";
import { parseAmount } from "#app/fund/bank/desk.server.ts";
import { setHoldLimit, usualHoldAbove } from "#app/fund/holding/held-desk.server.ts";
import { returnCard, returnTransfer } from "#app/fund/holding/settle.server.ts";
import { askRefund } from "#app/fund/stripe/refunds.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../../audit/record.server.ts";

type House = Pick<App, "db" | "keys">;
interface HeldDesk {
	campaignId: number;
	by: string;
	/** Scheme and host of the site, for the mail to a giver. */
	origin: string;
}

/** Undoes what was begun of giving back. */
class NotGivenBack extends Error {}

/**
 * Gives a gift that waits back, and records it: by card a refund is asked for, by transfer it stands as owed until the bank's
 * line says that it left.
 * @returns false where it does not wait any more, or its giver's bank has asked for it already
 */
export async function giveHeldBack(
	{ db, keys }: House,
	{ campaignId, by, origin }: HeldDesk,
	giftId: string,
): Promise<boolean> {
	try {
		return await inTransaction(db, async (trx) => {
			const byTransfer = await returnTransfer(trx, { keys, origin, campaignId, by }, giftId);
			if (!byTransfer) {
				const money = await returnCard(trx, campaignId, giftId);
				if (!money) return false;
				const asked = await askRefund(trx, { campaignId, giftId, amount: money.amount, by });
				if (typeof asked === "string") throw new NotGivenBack();
			}
			await recordAct(trx, { actor: by, act: "gift.given-back", campaignId, about: giftId });
			return true;
		});
	} catch (error) {
		if (error instanceof NotGivenBack) return false;
		throw error;
	}
}

/**
 * Sets above what gifts wait for two, and records it.
 * @returns what is wrong: no amount of that currency, or above what waits where nothing is set, which one person cannot raise
 */
export async function setLimit(
	{ db }: House,
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
