import type { App } from "#app/context.ts";
import { promiseReceiptAgain } from "#app/fund/receipts/promise.server.ts";
import { seenTo } from "#app/fund/stripe/desk.server.ts";
import { askRefund } from "#app/fund/stripe/refunds.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../../audit/record.server.ts";

type Acting = Pick<App, "db" | "keys" | "wakeMailer">;

/**
 * Asks for a refund and records who did; the worker asks Stripe for it.
 * @param amount minor units of the gift's currency
 */
export function refundGift(
	{ db }: Acting,
	campaignId: number,
	by: string,
	giftId: string,
	amount: number,
): Promise<"asked" | "no gift" | "disputed" | "too much"> {
	return inTransaction(db, async (trx) => {
		const asked = await askRefund(trx, { campaignId, giftId, amount, by });
		if (typeof asked === "string") return asked;
		await recordAct(trx, { actor: by, act: "refund.asked", campaignId, about: asked.id });
		return "asked";
	});
}

/** Sends the receipt of a gift once more, at most once a day. @returns whether one goes out */
export async function sendReceiptAgain(
	{ db, keys, wakeMailer }: Acting,
	campaignId: number,
	by: string,
	giftId: string,
	{ origin, today }: { origin: string; today: string },
): Promise<boolean> {
	const sent = await inTransaction(db, async (trx) => {
		if (!(await promiseReceiptAgain(trx, keys, origin, giftId, today))) return false;
		await recordAct(trx, { actor: by, act: "receipt.sent-again", campaignId, about: giftId });
		return true;
	});
	if (sent) wakeMailer();
	return sent;
}

/** Closes an alarm that somebody has seen to; nothing where it is closed. */
export function closeSeenAlarm({ db }: Acting, campaignId: number, by: string, alarm: number): Promise<void> {
	return inTransaction(db, async (trx) => {
		const seen = await seenTo(trx, campaignId, alarm, by);
		if (!seen) return;
		await recordAct(trx, {
			actor: by,
			act: "alarm.closed",
			campaignId,
			about: String(alarm),
			figures: { kind: seen.kind },
		});
	});
}
