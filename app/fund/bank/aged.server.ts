import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { closeAlarm, raiseAlarm } from "../alarms/alarms.server.ts";

/** Days after which what has not arrived, or nobody has explained, is an alarm. */
export const AGED_DAYS = 5;

const kinds = ["payout-not-arrived", "unallocated-old"] as const;
interface Aged {
	campaignId: number;
	kind: (typeof kinds)[number];
	about: string;
}

/**
 * Raises an alarm for each payout that no statement has brought five days after it was expected, and for each line that nobody
 * has explained for five days; closes those that are over. Run again it changes nothing.
 */
export async function alarmOfAged(db: Db): Promise<{ raised: number; closed: number }> {
	return inTransaction(db, async (trx) => {
		const aged = await agedNow(trx);
		const open = await openNow(trx);
		const same = (one: Aged) => (other: Aged) =>
			one.campaignId === other.campaignId && one.kind === other.kind && one.about === other.about;
		const fresh = aged.filter((one) => !open.some(same(one)));
		const over = open.filter((one) => !aged.some(same(one)));
		for (const { campaignId, kind, about } of fresh) await raiseAlarm(trx, campaignId, kind, about);
		for (const { campaignId, kind, about } of over) await closeAlarm(trx, campaignId, kind, about, null);
		return { raised: fresh.length, closed: over.length };
	});
}

async function agedNow(trx: Db): Promise<Aged[]> {
	const { rows } = await sql<Aged>`
		select campaign_id as "campaignId", 'payout-not-arrived' as kind, id as about from payouts_not_arrived
		where arrives_on + ${AGED_DAYS}::int < current_date
		union all
		select i.campaign_id, 'unallocated-old', i.id::text from bank_items i
		where i.brought_on + ${AGED_DAYS}::int < current_date and not i.settled
		order by 1, 2, 3`.execute(trx);
	return rows;
}

async function openNow(trx: Db): Promise<Aged[]> {
	const { rows } = await sql<Aged>`
		select campaign_id as "campaignId", kind, about from fund_alarms
		where closed_on is null and kind = any (${[...kinds]}::text[])`.execute(trx);
	return rows;
}
