import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** Parties a day that give a number alone, for one picket: from more on, an address is asked for. */
export const numbersADay = 400;

/** How a picket stands at the moment in which somebody wants to join it. */
export interface Seats {
	/** Null where there is room for all. */
	left: number | null;
	/** Parties that gave a number alone, today. */
	numbersToday: number;
}

/** Whether places are limited: then numbers that anybody can post would use them up, so an address is asked for. */
export async function isLimited(trx: Db, picketId: string): Promise<boolean> {
	const limited = await trx
		.selectFrom("pickets")
		.where("id", "=", picketId)
		.where("capacity", "is not", null)
		.select("id")
		.executeTakeFirst();
	return limited !== undefined;
}

/**
 * Counts what is taken of a picket whose row this transaction holds already. A statement of its own: the one that
 * waited for the row sees only what stood there before it waited.
 * @param except the fingerprint of an address whose former answer does not count beside its new one
 */
export async function countSeats(
	trx: Db,
	picketId: string,
	capacity: number | null,
	except: Buffer | null = null,
): Promise<Seats> {
	const { rows } = await sql<{ taken: number; numbersToday: number }>`
		select coalesce(sum(party) filter (where state = 'going' and not suspect
				and (fingerprint is null or fingerprint is distinct from ${except}::bytea)), 0)::int as taken,
			count(*) filter (where sealed is null and created_on = current_date)::int as "numbersToday"
		from picket_rsvps where picket_id = ${picketId}`.execute(trx);
	const { taken = 0, numbersToday = 0 } = rows[0] ?? {};
	return { left: capacity === null ? null : capacity - taken, numbersToday };
}
