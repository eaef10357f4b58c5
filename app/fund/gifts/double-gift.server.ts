import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { locks } from "#db/locks.ts";
import { raiseAlarm } from "../alarms/alarms.server.ts";

/**
 * Flags a gift that came by card while the same giver has just given the same: two pages open, or a button pressed twice.
 * Staff decide: it may have been meant. Two that come at the same moment see each other.
 */
export async function flagDoubleGift(trx: Db, campaignId: number, giftId: string): Promise<void> {
	// Of the same giver's: whoever comes second waits for the first, so that one of them sees both.
	await sql`
		select pg_advisory_xact_lock(${locks.doubleGift}::int, hashtext(coalesce(encode(d.fingerprint, 'hex'), d.id::text)))
		from gifts g join donations d on d.id = g.donation_id where g.id = ${giftId}`.execute(trx);
	const { rows } = await sql<{ double: boolean }>`
		select exists (
			select from gifts g
				join donations d on d.id = g.donation_id and d.frequency = 'once'
				join donations e on e.campaign_id = d.campaign_id and e.frequency = 'once' and e.way = 'card' and (e.id = d.id
					or e.fingerprint = d.fingerprint and e.currency = d.currency and e.amount = d.amount and e.made_on = d.made_on)
				join gifts h on h.donation_id = e.id and h.id <> g.id and h.failed_on is null
				join journals j on j.gift_id = h.id
			where g.id = ${giftId}) as double`.execute(trx);
	if (rows[0]?.double) await raiseAlarm(trx, campaignId, "double-gift", giftId);
}
