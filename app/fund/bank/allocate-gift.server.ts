import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { parseReference } from "../giving/reference.ts";
import { isHeld } from "../holding/hold.server.ts";
import { entryOfAllocation, entryOfBankLine, incomeOf } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { promiseReceipt } from "../receipts/promise.server.ts";
import type { Saying } from "./allocate.server.ts";
import type { Item } from "./item.server.ts";
import { newGift } from "./new-gift.server.ts";

/** What has been posted for a line or part, and its gift where it is one. */
export interface BookedItem {
	seq: number;
	giftId?: string;
	held?: boolean;
}

/**
 * Books a line or part as a gift by transfer, and promises its receipt; or as one that waits for two, where it is larger than
 * what a fund takes without asking, or from a party or a body of a state.
 * @param reference as it was typed; null for a gift that nobody knows whose it is
 */
export async function bookGift(
	trx: Db,
	{ keys, origin, campaignId, by }: Saying,
	item: Item,
	reference: string | null,
): Promise<BookedItem | "reference"> {
	const donationId = reference === null ? null : await donationOf(trx, campaignId, reference);
	if (donationId === undefined) return "reference";
	const giftId = await newGift(trx, campaignId, donationId, item);
	const held = await isHeld(trx, giftId, Math.max(item.weight, await ofLine(trx, item, donationId)));
	if (held) {
		// It stays where it is, and is the gift's from now on.
		const out = { id: `${item.id}:out`, occurredOn: item.today };
		await postOnce(trx, campaignId, entryOfAllocation(out, item, "bank"), by);
	}
	const entry = held
		? entryOfBankLine({ id: `${item.id}:held`, occurredOn: item.today, giftId }, item, "held")
		: entryOfAllocation({ id: item.id, occurredOn: item.today, giftId }, item, incomeOf("transfer"));
	const seq = await postOnce(trx, campaignId, entry, by);
	if (!held) await promiseReceipt(trx, keys, origin, giftId);
	return { seq, giftId, held };
}

/** What of a line is the same donation's, that part among it: said one by one it is no less than together. */
async function ofLine(trx: Db, { lineId, amount }: Item, donationId: string | null): Promise<number> {
	if (donationId === null) return amount;
	const { rows } = await sql<{ before: number }>`
		select coalesce(sum(i.amount), 0)::bigint as before
		from bank_allocations a join bank_items i on i.id = a.item_id join gifts g on g.id = a.gift_id
		where a.line_id = ${lineId}::uuid and g.donation_id = ${donationId}::uuid`.execute(trx);
	return amount + (rows[0]?.before ?? 0);
}

/** Books money that left as a gift's that went back: nothing of it stands in `unallocated` as the gift's, as if it waited. */
export async function bookBack(
	trx: Db,
	{ campaignId, by }: Pick<Saying, "campaignId" | "by">,
	item: Item,
	giftId: string,
	is: "refund" | "refund-due",
): Promise<BookedItem> {
	const out = { id: `${item.id}:out`, occurredOn: item.today };
	await postOnce(trx, campaignId, entryOfAllocation(out, item, "bank"), by);
	const fact = { id: `${item.id}:back`, occurredOn: item.today, giftId };
	return { seq: await postOnce(trx, campaignId, entryOfBankLine(fact, item, is), by) };
}

async function postOnce(
	trx: Db,
	campaignId: number,
	entry: Parameters<typeof postEntry>[2],
	by: string | null,
): Promise<number> {
	const posted = await postEntry(trx, campaignId, entry, by);
	if (posted.state === "already") throw new Error("a line that nobody explained is explained in the books");
	return posted.seq;
}

/** A donation's gift by transfer that is as large as what goes back, at least, the newest first. */
export async function giftOfRefund(
	trx: Db,
	campaignId: number,
	{ currency, amount }: Pick<Item, "currency" | "amount">,
	by: { reference: string } | { giftId: string },
): Promise<string | undefined> {
	const one = "giftId" in by ? sql`g.id = ${by.giftId}::uuid` : sql`d.reference = ${parseReference(by.reference)}`;
	const { rows } = await sql<{ id: string }>`
		select g.id from gifts g join donations d on d.id = g.donation_id join gift_sums s on s.gift_id = g.id
		where d.campaign_id = ${campaignId} and ${one} and g.way = 'transfer'
			and g.currency = ${currency} and s.gross - s.refunded >= ${-amount}::bigint
		order by g.given_on desc, g.id limit 1 for update of g`.execute(trx);
	return rows[0]?.id;
}

/**
 * The gift that two decided to give back and of which exactly as much is still owed as left the account; of several the one
 * that was decided first. Where it was the other that was sent first, each is right once both have been.
 */
export async function giftOwed(
	trx: Db,
	campaignId: number,
	{ currency, amount }: Pick<Item, "currency" | "amount">,
): Promise<string | undefined> {
	const { rows } = await sql<{ id: string }>`
		select h.gift_id as id from held_gifts h join gifts g on g.id = h.gift_id and g.currency = ${currency}
			cross join lateral (select s.refund_due from gift_sums s where s.gift_id = h.gift_id offset 0) s
		where h.campaign_id = ${campaignId} and h.state = 'returned' and s.refund_due = ${-amount}::bigint
		order by h.settled_on, h.gift_id limit 1 for update of h skip locked`.execute(trx);
	return rows[0]?.id;
}

async function donationOf(trx: Db, campaignId: number, typed: string): Promise<string | undefined> {
	const reference = parseReference(typed);
	if (reference === null) return undefined;
	const row = await trx
		.selectFrom("donations")
		.where("campaign_id", "=", campaignId)
		.where("reference", "=", reference)
		.select("id")
		.executeTakeFirst();
	return row?.id;
}
