import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { entryOfCash } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { areTwoOfFund } from "../two-of-fund.server.ts";

/** Cash that came together, as a first person counted it. */
export interface NewBox {
	campaignId: number;
	currency: string;
	/** Minor units, above zero. */
	amount: number;
	/** The day on which it was given, `YYYY-MM-DD`. */
	takenOn: string;
	/** The organiser. */
	by: string;
}

/**
 * Writes down a first count, which is no gift yet.
 * @returns the number that is written on the box; undefined for a day that has not come
 */
export async function openBox(
	trx: Db,
	{ campaignId, currency, amount, takenOn, by }: NewBox,
): Promise<number | undefined> {
	// One at a time, so that no number is given twice.
	await lockFund(trx, campaignId);
	const { rows } = await sql<{ number: number }>`
		with box as (
			insert into cash_boxes (campaign_id, number, currency, taken_on)
			select ${campaignId}, 1 + coalesce((select max(number) from cash_boxes where campaign_id = ${campaignId}), 0),
				${currency}, ${takenOn}::date
			where ${takenOn}::date <= current_date
			returning id, number),
		counted as (
			insert into cash_counts (box_id, round, turn, amount, counted_by)
			select id, 1, 1, ${amount}::bigint, ${by}::uuid from box)
		select number from box`.execute(trx);
	return rows[0]?.number;
}

async function lockFund(trx: Db, campaignId: number): Promise<void> {
	await sql`select from funds where campaign_id = ${campaignId} for no key update`.execute(trx);
}

/**
 * What counting a box again came to: two came to the same, and it is a gift; they did not, and it is counted anew by two; a
 * first count after that; or it was not taken: there is no such box, it is counted already, or this person cannot be the
 * second one.
 */
export type CountOutcome =
	| { became: "counted" | "differs" | "entered" }
	| { no: "unknown" | "counted" | "same" | "too-new" };

interface Box {
	id: string;
	currency: string;
	takenOn: string;
	state: "entered" | "differs" | "counted";
	round: number;
}

/** Takes the next count of a box: the second one, or the first of a new round where two had differed. */
export async function countBox(
	trx: Db,
	{ campaignId, number, amount, by }: { campaignId: number; number: number; amount: number; by: string },
): Promise<CountOutcome> {
	const box = await lockBox(trx, campaignId, number);
	if (!box) return { no: "unknown" };
	if (box.state === "counted") return { no: "counted" };
	if (box.state === "differs") return countAnew(trx, box, amount, by);
	const first = await trx
		.selectFrom("cash_counts")
		.where("box_id", "=", box.id)
		.where("round", "=", box.round)
		.where("turn", "=", 1)
		.select(["amount", "counted_by as by"])
		.executeTakeFirstOrThrow();
	if (first.by === by) return { no: "same" };
	if (!(await areTwoOfFund(trx, campaignId, [first.by, by], { apart: false }))) return { no: "too-new" };
	await keepCount(trx, box.id, { round: box.round, turn: 2, amount, by });
	if (first.amount === amount) return bookBox(trx, campaignId, box, amount, by);
	await trx.updateTable("cash_boxes").where("id", "=", box.id).set({ state: "differs" }).execute();
	return { became: "differs" };
}

async function lockBox(trx: Db, campaignId: number, number: number): Promise<Box | undefined> {
	return trx
		.selectFrom("cash_boxes")
		.where("campaign_id", "=", campaignId)
		.where("number", "=", number)
		.forUpdate()
		.select(["id", "currency", "taken_on as takenOn", "round", sql<Box["state"]>`state`.as("state")])
		.executeTakeFirst();
}

async function countAnew(trx: Db, { id, round }: Box, amount: number, by: string): Promise<CountOutcome> {
	await trx
		.updateTable("cash_boxes")
		.where("id", "=", id)
		.set({ state: "entered", round: round + 1 })
		.execute();
	await keepCount(trx, id, { round: round + 1, turn: 1, amount, by });
	return { became: "entered" };
}

async function keepCount(
	trx: Db,
	boxId: string,
	{ round, turn, amount, by }: { round: number; turn: 1 | 2; amount: number; by: string },
): Promise<void> {
	await trx.insertInto("cash_counts").values({ box_id: boxId, round, turn, amount, counted_by: by }).execute();
}

/** Two came to the same: a gift, and in the books. Who gave is nowhere, so no limit holds it: a box is many people's. */
async function bookBox(
	trx: Db,
	campaignId: number,
	{ id, currency, takenOn }: Box,
	amount: number,
	by: string,
): Promise<CountOutcome> {
	const gift = await trx
		.insertInto("gifts")
		.values({ campaign_id: campaignId, way: "cash", currency, amount, given_on: takenOn, receipt_due: false })
		.returning("id")
		.executeTakeFirstOrThrow();
	await trx
		.updateTable("cash_boxes")
		.where("id", "=", id)
		.set({ state: "counted", amount, gift_id: gift.id })
		.execute();
	const entry = entryOfCash({ id, occurredOn: takenOn, giftId: gift.id }, { currency, amount });
	await postEntry(trx, campaignId, entry, by);
	return { became: "counted" };
}
