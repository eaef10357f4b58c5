import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { entryOfAllocation, incomeOf, type Money } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { askRefund } from "../stripe/refunds.server.ts";

interface Held {
	way: "card" | "transfer" | "cash";
	/** What of it stands in `unallocated`, minor units: less than the gift where some has gone back. */
	left: number;
	/** All of it has been given back at Stripe already. */
	gone: boolean;
	money: Money;
	today: string;
}

/** Locks a gift that waits; undefined where none such waits in that campaign. */
async function lockHeld(trx: Db, campaignId: number, giftId: string): Promise<Held | undefined> {
	const held = await trx
		.selectFrom("held_gifts")
		.where("gift_id", "=", giftId)
		.where("campaign_id", "=", campaignId)
		.where("state", "=", "held")
		.forUpdate()
		.select("gift_id")
		.executeTakeFirst();
	if (!held) return undefined;
	// A statement of its own: it sees what went back while the lock was waited for.
	const { rows } = await sql<Omit<Held, "money"> & { currency: string }>`
		select g.way, g.currency, s.unallocated as left, current_date::text as today,
			g.amount <= (select coalesce(sum(r.amount), 0) from refunds r
				where r.gift_id = g.id and r.state in ('pending', 'succeeded', 'failed')) as gone
		from gifts g join gift_sums s on s.gift_id = g.id where g.id = ${giftId}::uuid`.execute(trx);
	const [found] = rows;
	return found && { ...found, money: { currency: found.currency, amount: found.left } };
}

async function settle(trx: Db, giftId: string, state: "accepted" | "returned"): Promise<void> {
	await trx
		.updateTable("held_gifts")
		.where("gift_id", "=", giftId)
		.set({ state, settled_on: sql`current_date` })
		.execute();
}

/**
 * Makes a gift that waited the fund's, once two have agreed: Postgres refuses it without their approval. What of it had gone
 * back meanwhile stays gone. Its receipt is promised by `promiseDueReceipts`.
 * @returns false where it does not wait any more
 */
export async function acceptGift(trx: Db, campaignId: number, giftId: string, actor: string): Promise<boolean> {
	const held = await lockHeld(trx, campaignId, giftId);
	if (!held) return false;
	await settle(trx, giftId, "accepted");
	const fact = { id: `gift:${giftId}`, occurredOn: held.today, giftId };
	if (held.left > 0) await postEntry(trx, campaignId, entryOfAllocation(fact, held.money, incomeOf(held.way)), actor);
	return true;
}

/**
 * Gives a gift that waited back, once two have agreed: Postgres refuses it without their approval. By card a refund is asked
 * for, unless all of it has gone back at Stripe; by transfer it stands as owed in `refund_due` until the bank's line says that
 * it left, and its giver hears of it by `promiseDueReturns`.
 * @returns false where it does not wait any more, or its giver's bank has asked for it already
 */
export async function giveBackGift(trx: Db, campaignId: number, giftId: string, actor: string): Promise<boolean> {
	const held = await lockHeld(trx, campaignId, giftId);
	if (!held || (held.left <= 0 && !held.gone)) return false;
	if (held.left > 0 && !(await sendBack(trx, { campaignId, giftId, actor }, held))) return false;
	await settle(trx, giftId, "returned");
	return true;
}

/** Writes down what leaves. @returns false where Stripe would not give it back */
async function sendBack(
	trx: Db,
	{ campaignId, giftId, actor }: { campaignId: number; giftId: string; actor: string },
	{ way, money, today }: Held,
): Promise<boolean> {
	if (way === "card")
		return typeof (await askRefund(trx, { campaignId, giftId, amount: money.amount, by: actor })) !== "string";
	const fact = { id: `return:${giftId}`, occurredOn: today, giftId };
	await postEntry(trx, campaignId, entryOfAllocation(fact, money, "refund_due"), actor);
	return true;
}
