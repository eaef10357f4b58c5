import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { usualHoldAbove, whyHeld } from "./limits.ts";

/** How far a gift that was held has come. */
export type HeldState = "held" | "accepted" | "returned";

/** Whether two have still to decide about a gift: nobody gives it back alone until then. */
export async function waitsForTwo(trx: Db, giftId: string): Promise<boolean> {
	const held = await trx
		.selectFrom("held_gifts")
		.where("gift_id", "=", giftId)
		.where("state", "=", "held")
		.select("gift_id")
		.executeTakeFirst();
	return held !== undefined;
}

/**
 * Whether a gift's money belongs in `unallocated`: it waits for two organisers, or goes back. Decided with the first money
 * that comes for it, in the transaction that posts it, and written down then; asked again it says what was decided, whatever
 * limit the fund has by then.
 * @param weight what it counts as instead of its own amount, minor units: what it came with, where one person has parted it
 */
export async function isHeld(trx: Db, giftId: string, weight?: number): Promise<boolean> {
	const { rows } = await sql<{
		campaignId: number;
		state: HeldState | null;
		begun: boolean;
		giver: string | null;
		currency: string;
		amount: number;
		above: number | null;
	}>`
		select g.campaign_id as "campaignId", h.state, exists (select from journals where gift_id = g.id) as begun,
			d.giver, g.currency, g.amount, l.amount as above
		from gifts g left join held_gifts h on h.gift_id = g.id left join donations d on d.id = g.donation_id
			left join fund_hold_limits l on l.campaign_id = g.campaign_id and l.currency = g.currency
		where g.id = ${giftId}::uuid`.execute(trx);
	const [gift] = rows;
	if (!gift || gift.state) return gift?.state === "held" || gift?.state === "returned";
	const why = gift.begun
		? null
		: whyHeld(gift.giver, weight ?? gift.amount, gift.above ?? usualHoldAbove(gift.currency));
	if (why === null) return false;
	await trx
		.insertInto("held_gifts")
		.values({ gift_id: giftId, campaign_id: gift.campaignId, why })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	return true;
}
