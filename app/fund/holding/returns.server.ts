import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { promiseReturned } from "../receipts/promise.server.ts";

/** Days after which nobody is told any more: whoever has no address is not asked for again and again. */
const DAYS = 7;
/** Gifts looked at by one run. */
const AT_ONCE = 100;

interface Due {
	giftId: string;
	/** The word about a bank line, or the gift that was held. */
	about: string;
	currency: string;
	/** Minor units. */
	amount: number;
	day: string;
	/** A line says that it left the account, or two have decided that it shall. */
	how: "refunded" | "due";
}

/**
 * Promises the mails about gifts by transfer that two have decided to give back since, or said that they went back: what
 * performs an approval asks Postgres alone. Run again it promises nothing twice.
 * @param origin scheme and host of the site
 * @returns how many it promised
 */
export async function promiseDueReturns(db: Db, keys: KeyRing, origin: string): Promise<number> {
	let promised = 0;
	for (const { giftId, ...returned } of await dueReturns(db)) {
		const told = await inTransaction(db, (trx) => promiseReturned(trx, keys, origin, giftId, returned));
		if (told) promised++;
	}
	return promised;
}

async function dueReturns(db: Db): Promise<Due[]> {
	const { rows } = await sql<Due>`
		with gone as (
			select a.gift_id, a.item_id::text as about, i.currency, -i.amount as amount, i.booked_on as day,
				'refunded' as how
			from bank_allocations a join bank_items i on i.id = a.item_id
			where a.became = 'refund' and a.decided_on >= current_date - ${DAYS}::int
			union all
			select h.gift_id, 'return:' || h.gift_id, p.currency, -p.amount, h.settled_on, 'due'
			from held_gifts h join journals j on j.key = 'allocation:return:' || h.gift_id
				join postings p on p.journal_seq = j.seq and p.amount < 0
			where h.state = 'returned' and h.settled_on >= current_date - ${DAYS}::int)
		select g.gift_id as "giftId", g.about, g.currency, g.amount, g.day, g.how from gone g
			join gifts o on o.id = g.gift_id join donations d on d.id = o.donation_id and d.sealed is not null
		where not exists (select from donation_mails m
			where m.donation_id = d.id and m.kind = 'gift-returned' and m.about = g.about)
		order by g.day, g.about limit ${AT_ONCE}`.execute(db);
	return rows;
}
