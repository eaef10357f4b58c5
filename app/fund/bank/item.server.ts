import { type Insertable, sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { DB } from "#db/schema.ts";

/** A line that nobody has explained, or a part of one. */
export interface Item {
	id: string;
	lineId: string;
	bookedOn: string;
	currency: string;
	/** Minor units; what came is positive. */
	amount: number;
	/**
	 * What it weighs where large gifts are held: as much as its line, where somebody at the desk took that apart; of a part that
	 * a file has, what came with it from the same payer or with the same reference.
	 */
	weight: number;
	today: string;
}

/** Locks what nobody has explained; or says that there is none of that number, or somebody has. */
export async function lockItem(trx: Db, campaignId: number, id: string): Promise<Item | "unknown" | "already"> {
	const { rows: lines } = await sql`
		select from bank_lines where campaign_id = ${campaignId}
			and id = coalesce((select line_id from bank_parts where id = ${id}::uuid), ${id}::uuid)
		for no key update`.execute(trx);
	if (lines.length === 0) return "unknown";
	// A statement of its own: whoever waited for the lock sees what was said meanwhile.
	const { rows } = await sql<Item>`
		select i.id, i.line_id as "lineId", i.booked_on as "bookedOn", i.currency, i.amount,
			i.weight, current_date::text as today
		from bank_items i
		where i.id = ${id}::uuid and not exists (select from bank_allocations a where a.item_id = i.id)`.execute(trx);
	return rows[0] ?? "already";
}

type Word = Pick<Insertable<DB["bank_allocations"]>, "became" | "gift_id" | "about" | "twin" | "journal_seq">;

/** Writes down what it turned out to be, with the journal that says so. @param by null where its own words say it */
export async function keepWord(
	trx: Db,
	{ campaignId, by }: { campaignId: number; by: string | null },
	{ id, lineId }: Item,
	word: Word,
): Promise<void> {
	await trx
		.insertInto("bank_allocations")
		.values({ item_id: id, line_id: lineId, campaign_id: campaignId, decided_by: by, ...word })
		.execute();
}
