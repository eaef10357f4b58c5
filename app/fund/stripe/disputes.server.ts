import { sql } from "kysely";
import type Stripe from "stripe";
import type { Db } from "#db/client.ts";
import { closeAlarm, raiseAlarm } from "../alarms/alarms.server.ts";
import { isHeld } from "../holding/hold.server.ts";
import { entryOfLostDispute, entryOfWonRest, type Money } from "../ledger/entries.ts";
import { postEntry, reverseJournal } from "../ledger/post.server.ts";
import { dayOf } from "./day.ts";
import { idOf } from "./txn.ts";

/** Stripe's words for a case in which nothing more is decided, but for an appeal. */
const ended: readonly string[] = ["lost", "won", "prevented", "warning_closed"];

/**
 * Writes down how Stripe has a dispute: the case file, not the money, which its balance transactions move when it moves.
 * What the last of them left in `disputed` when the case has ended is booked by `settleDispute`.
 */
export async function mirrorDispute(
	trx: Db,
	campaignId: number,
	dispute: Stripe.Dispute,
	giftId: string | null,
): Promise<void> {
	const { id, amount, reason, status, created, evidence_details, is_charge_refundable: refundable } = dispute;
	const due = evidence_details.due_by;
	const over = ended.includes(status);
	const now = {
		status,
		reason,
		refundable,
		due_on: due === null ? null : dayOf(due),
		closed_on: over ? sql<string>`coalesce(disputes.closed_on, current_date)` : null,
	};
	await trx
		.insertInto("disputes")
		.values({
			...now,
			id,
			campaign_id: campaignId,
			gift_id: giftId,
			amount,
			currency: dispute.currency.toUpperCase(),
			opened_on: dayOf(created),
			closed_on: over ? sql<string>`current_date` : null,
		})
		.onConflict((conflict) => conflict.column("id").doUpdateSet(now))
		.execute();
	if (over) await closeAlarm(trx, campaignId, "dispute-opened", id, null);
	else await raiseAlarm(trx, campaignId, "dispute-opened", id);
}

/**
 * Books the end of a dispute that has one, after its balance transactions: lost, what was withdrawn stays with the giver;
 * won after that on appeal, it is taken back; and what an exchange rate left is no longer disputed. Each once.
 */
export async function settleDispute(
	trx: Db,
	campaignId: number,
	{ id, status, amount, currency, charge }: Stripe.Dispute,
	giftId: string | null,
): Promise<void> {
	const { left, returned, lost, explained, today } = await standing(trx, campaignId, id);
	const presented = { currency: currency.toUpperCase(), amount };
	if (status === "lost" && left && !lost) {
		const held = giftId === null || (await isHeld(trx, giftId));
		await postEntry(
			trx,
			campaignId,
			entryOfLostDispute({ dispute: id, occurredOn: today, giftId, left, held, presented }),
			null,
		);
		// Somebody may have said meanwhile what the payment was.
		if (giftId === null) await raiseAlarm(trx, campaignId, "unlinked-payment", idOf(charge) ?? id);
	}
	if (status !== "won") return;
	if (explained) await reverseJournal(trx, explained, `allocation:dispute:${id}:lost:reversed`, null, today);
	if (lost) await reverseJournal(trx, lost, `dispute:${id}:lost:reversed`, null, today);
	else if (left && returned)
		await postEntry(trx, campaignId, entryOfWonRest({ dispute: id, occurredOn: today, giftId, left }), null);
}

interface Standing {
	/** What stands in `disputed` for it; null where nothing does. */
	left: Money | null;
	/** Stripe has given the money back. */
	returned: boolean;
	/** The journal of its loss, unless it was taken back. */
	lost: number | null;
	/** The journal by which a loss of nobody's gift became one of a gift, unless it was taken back. */
	explained: number | null;
	today: string;
}

async function standing(trx: Db, campaignId: number, id: string): Promise<Standing> {
	const { rows } = await sql<{
		currency: string | null;
		left: number;
		returned: boolean;
		lost: number | null;
		explained: number | null;
		today: string;
	}>`
		with txns as (select id, reporting_category from stripe_balance_txns where source = ${id}),
		legs as (
			select p.currency, p.amount from journals j
				join postings p on p.journal_seq = j.seq
				join ledger_accounts a on a.id = p.account_id and a.code = 'disputed'
			where j.campaign_id = ${campaignId} and (j.stripe_txn in (select id from txns) or j.key like ${`dispute:${id}:%`}))
		select (select max(currency) from legs) as currency, (select coalesce(sum(amount), 0)::bigint from legs) as left,
			exists (select from txns where reporting_category = 'dispute_reversal') as returned,
			(select seq from journals j where key = ${`dispute:${id}:lost`}
				and not exists (select from journals r where r.reverses = j.seq)) as lost,
			(select seq from journals j where key = ${`allocation:dispute:${id}:lost`}
				and not exists (select from journals r where r.reverses = j.seq)) as explained,
			current_date::text as today`.execute(trx);
	const [row] = rows;
	return {
		left: row?.currency && row.left !== 0 ? { currency: row.currency, amount: row.left } : null,
		returned: row?.returned ?? false,
		lost: row?.lost ?? null,
		explained: row?.explained ?? null,
		today: row?.today ?? "",
	};
}
