import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { closeAlarm } from "../alarms/alarms.server.ts";
import { entryOfAllocation, type Money, UNKNOWN_KIND } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { NotExplained, type Saying } from "./explain.server.ts";
import { storedTxn, type Unexplained } from "./unexplained.server.ts";

/**
 * Books a transaction of an unknown kind as a fee or correction of Stripe's. Money that left by another way, as a transfer
 * made by hand, looks the same: Postgres refuses more than one person may say without the approval of two.
 */
export async function bookFees(
	trx: Db,
	{ campaignId, by }: Pick<Saying, "campaignId" | "by">,
	{ txn: { id, currency, net: amount }, today }: Unexplained,
): Promise<void> {
	const entry = entryOfAllocation({ id, occurredOn: today }, { currency, amount }, "processor_fees");
	const posted = await postEntry(trx, campaignId, entry, by);
	if (posted.state === "already") throw new NotExplained("already");
}

/** Looks that one person may call so much a fee: as much as of the bank, and counted with it. @throws NotExplained `two` */
export async function refuseLoneFees(trx: Db, campaignId: number, { currency, amount }: Money): Promise<void> {
	const { rows } = await sql<{ may: boolean }>`
		select may_be_fees(${campaignId}, ${currency}, ${amount}::bigint) as may`.execute(trx);
	if (!rows[0]?.may) throw new NotExplained("two");
}

/** What two are asked to call a fee: the number of the journal by which it stands in `unallocated`; null where none waits. */
export async function feesSubject(db: Db, campaignId: number, alarm: number): Promise<string | null> {
	const { rows } = await sql<{ seq: number }>`
		select j.seq from fund_alarms a join journals j on j.stripe_txn = a.about and j.campaign_id = a.campaign_id
		where a.id = ${alarm} and a.campaign_id = ${campaignId} and a.closed_on is null and j.kind = ${UNKNOWN_KIND}`.execute(
		db,
	);
	return rows[0] ? String(rows[0].seq) : null;
}

/** The transaction behind such a number, while nobody has said what it is. */
export async function feesToCall(trx: Db, campaignId: number, subject: number): Promise<Unexplained | undefined> {
	const { rows } = await sql<{ id: string }>`
		select stripe_txn as id from journals
		where seq = ${subject} and campaign_id = ${campaignId} and kind = ${UNKNOWN_KIND}`.execute(trx);
	return rows[0] && storedTxn(trx, campaignId, rows[0].id);
}

/** Books what two have agreed to call a fee, and closes its alarm. @returns false where it is explained already */
export async function explainFeesByTwo(
	trx: Db,
	saying: Pick<Saying, "campaignId" | "by">,
	subject: number,
): Promise<boolean> {
	const found = await feesToCall(trx, saying.campaignId, subject);
	if (!found) return false;
	await bookFees(trx, saying, found);
	await closeAlarm(trx, saying.campaignId, "unknown-transaction", found.txn.id, saying.by);
	return true;
}
