import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Payment } from "./payment.server.ts";

/** A gift that a charge is. */
export interface KnownGift {
	id: string;
	donationId: string | null;
}

/**
 * The gift of a charge: found, or written down where its donation is one of this fund. Whoever asks, in whatever order,
 * it is the same row with the same state; what has arrived is never on its way again.
 * @returns undefined where the charge says no donation that we know, and for a card that was declined
 */
export async function giftOfPayment(trx: Db, campaignId: number, payment: Payment): Promise<KnownGift | undefined> {
	const { charge, intent, invoice, status, delayed } = payment;
	if (payment.donationId && (status !== "failed" || delayed))
		await sql`
			insert into gifts (campaign_id, donation_id, way, currency, amount, payment_intent, charge, invoice, processing,
				failed_on, given_on)
			select campaign_id, id, 'card', ${payment.currency}, ${payment.amount}::bigint, ${intent}, ${charge}, ${invoice},
				${status === "pending"}, ${status === "failed" ? payment.day : null}::date, ${payment.day}::date
			from donations where id = ${payment.donationId} and campaign_id = ${campaignId}
			on conflict do nothing`.execute(trx);
	// After the insertion, in a statement of its own: it sees what another has written meanwhile.
	const { rows } = await sql<KnownGift>`
		update gifts set
			charge = case when ${status} = 'succeeded' or charge is null then ${charge} else charge end,
			processing = processing and ${status} = 'pending',
			failed_on = case ${status} when 'succeeded' then null
				when 'failed' then case when processing and charge = ${charge} then ${payment.day}::date else failed_on end
				else failed_on end
		where campaign_id = ${campaignId} and (charge = ${charge} or payment_intent = ${intent} or invoice = ${invoice})
		returning id, donation_id as "donationId"`.execute(trx);
	return rows[0];
}
