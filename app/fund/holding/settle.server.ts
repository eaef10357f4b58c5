import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { entryOfAllocation, incomeOf, type Money } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { promiseReturned } from "../receipts/promise.server.ts";

interface Held {
	way: "card" | "transfer" | "cash";
	/** What of it stands in `unallocated`, minor units: less than the gift where some has gone back. */
	left: number;
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
		select g.way, g.currency, s.unallocated as left, current_date::text as today
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

/** Who gives back, and what the mail to the giver needs. */
export interface Returning {
	keys: KeyRing;
	/** Scheme and host of the site. */
	origin: string;
	campaignId: number;
	/** The organiser. */
	by: string;
}

/**
 * Decides that a gift by transfer goes back, and promises its giver the mail that says so: what is owed stands in `refund_due`
 * until the bank's line says that it left.
 * @returns what is to be sent back, or null where no such gift waits. One by card goes back by a refund instead
 */
export async function returnTransfer(
	trx: Db,
	{ keys, origin, campaignId, by }: Returning,
	giftId: string,
): Promise<Money | null> {
	const held = await lockHeld(trx, campaignId, giftId);
	if (held?.way !== "transfer" || held.left <= 0) return null;
	await settle(trx, giftId, "returned");
	const { money } = held;
	const fact = { id: `return:${giftId}`, occurredOn: held.today, giftId };
	await postEntry(trx, campaignId, entryOfAllocation(fact, money, "refund_due"), by);
	const { today: day } = held;
	await promiseReturned(trx, keys, origin, giftId, { about: fact.id, ...money, day, how: "refunded" });
	return money;
}

/** Notes that a gift by card goes back; its refund is asked for in the same transaction. @returns what is to be refunded */
export async function returnCard(trx: Db, campaignId: number, giftId: string): Promise<Money | null> {
	const held = await lockHeld(trx, campaignId, giftId);
	if (held?.way !== "card" || held.left <= 0) return null;
	await settle(trx, giftId, "returned");
	return held.money;
}
