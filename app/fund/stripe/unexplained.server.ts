import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type BalanceTxn, UNKNOWN_KIND } from "../ledger/entries.ts";

/** A balance transaction that stands in `unallocated`, and is nobody's. */
export interface Unexplained {
	txn: BalanceTxn;
	/** `YYYY-MM-DD`, by the database's clock. */
	today: string;
}

/** What stands in the books of payments of nobody's donation, oldest first. @param sources of charges and refunds: `ch_…`, `re_…` */
export function unlinkedOf(trx: Db, campaignId: number, sources: readonly string[]): Promise<Unexplained[]> {
	return read(trx, campaignId, sql`j.kind like 'unlinked-%' and t.source = any (${sources}::text[])`);
}

/** A transaction of a kind that nobody foresaw, unless somebody has said what it is. */
export async function storedTxn(trx: Db, campaignId: number, id: string): Promise<Unexplained | undefined> {
	const [found] = await read(trx, campaignId, sql`j.kind = ${UNKNOWN_KIND} and t.id = ${id}`);
	return found;
}

/** A loss that stands in `unallocated`, because nobody knew whose payment its bank took back. */
interface UnexplainedLoss {
	/** `dp_…` */
	dispute: string;
	/** `YYYY-MM-DD`, by the database's clock. */
	today: string;
}

/** The losses among these disputes that stand in `unallocated`, and are nobody's. */
export async function lostOf(trx: Db, campaignId: number, disputes: readonly string[]): Promise<UnexplainedLoss[]> {
	const { rows } = await sql<UnexplainedLoss>`
		select d.id as dispute, current_date::text as today
		from unnest(${disputes}::text[]) d (id)
			join journals j on j.key = 'dispute:' || d.id || ':lost' and j.campaign_id = ${campaignId}
		where exists (select from postings p join ledger_accounts a on a.id = p.account_id
				where p.journal_seq = j.seq and a.code = 'unallocated')
			and not exists (select from journals r
				where r.reverses = j.seq or r.key in ('allocation:' || j.key, 'held:' || j.key))`.execute(trx);
	return rows;
}

async function read(trx: Db, campaignId: number, which: ReturnType<typeof sql>): Promise<Unexplained[]> {
	const { rows } = await sql<Unexplained>`
		select current_date::text as today, json_build_object('id', t.id, 'source', t.source, 'type', t.type,
			'reportingCategory', t.reporting_category, 'currency', t.currency, 'amount', t.amount, 'fee', t.fee, 'net', t.net,
			'exchangeRate', t.exchange_rate, 'feeDetails', t.fee_details, 'createdOn', t.created_on,
			'availableOn', t.available_on) as txn
		from stripe_balance_txns t join journals j on j.stripe_txn = t.id
		where t.campaign_id = ${campaignId} and ${which}
			and not exists (select from journals a where a.key in ('allocation:' || t.id, 'held:' || t.id))
		order by j.seq`.execute(trx);
	return rows;
}
