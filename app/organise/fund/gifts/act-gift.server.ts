import type { App } from "#app/context.ts";
import { closeAlarm } from "#app/fund/alarms/alarms.server.ts";
import { lockToExplain, openAlarms, seenTo } from "#app/fund/alarms/desk.server.ts";
import { waitsForTwo } from "#app/fund/holding/hold.server.ts";
import { promiseReceiptAgain } from "#app/fund/receipts/promise.server.ts";
import { NotExplained, type NotSaid, type Said } from "#app/fund/stripe/explain.server.ts";
import { explainPayment, findPayment } from "#app/fund/stripe/explain-payment.server.ts";
import { explainTxn } from "#app/fund/stripe/explain-txn.server.ts";
import { askRefund } from "#app/fund/stripe/refunds.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../../audit/record.server.ts";

type Acting = Pick<App, "db" | "keys" | "wakeMailer">;

/**
 * Asks for a refund and records who did; the worker asks Stripe for it. Of a gift that waits for two none: Postgres refuses it.
 * @param amount minor units of the gift's currency
 */
export function refundGift(
	{ db }: Pick<App, "db">,
	campaignId: number,
	by: string,
	giftId: string,
	amount: number,
): Promise<"asked" | "held" | "no gift" | "disputed" | "too much"> {
	return inTransaction(db, async (trx) => {
		if (await waitsForTwo(trx, giftId)) return "held";
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

/**
 * Says what money of Stripe's that nobody could explain is, closes its alarm and records it.
 * @returns why not; null where it was done; `held` where it was done, and two decide now
 */
export async function sayWhatItWas(
	{ db, keys, stripe }: Pick<App, "db" | "keys" | "stripe">,
	{ campaignId, by, origin }: { campaignId: number; by: string; origin: string },
	alarm: number,
	said: Said,
): Promise<NotSaid | "unreachable" | "held" | null> {
	const waits = (await openAlarms(db, campaignId)).find(({ id }) => id === alarm);
	if (!waits) return "already";
	if (!stripe) return "unreachable";
	const isPayment = waits.kind === "unlinked-payment";
	const found = isPayment ? await findPayment(stripe, waits.about) : null;
	if (found === "unreachable") return found;
	try {
		return await inTransaction(db, async (trx) => {
			// Whoever comes second finds it closed.
			if (!(await lockToExplain(trx, campaignId, alarm))) throw new NotExplained("already");
			const saying = { keys, origin, campaignId, by };
			const held = found ? await explainPayment(trx, saying, found, said) : null;
			if (!found) await explainTxn(trx, saying, waits.about, said);
			await closeAlarm(trx, campaignId, waits.kind, waits.about, by);
			const figures = { kind: waits.kind, is: said.is };
			await recordAct(trx, { actor: by, act: "stripe.explained", campaignId, about: String(alarm), figures });
			return held;
		});
	} catch (error) {
		if (error instanceof NotExplained) return error.why;
		throw error;
	}
}

/** Closes an alarm that somebody has seen to; nothing where it is closed. */
export function closeSeenAlarm({ db }: Pick<App, "db">, campaignId: number, by: string, alarm: number): Promise<void> {
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
