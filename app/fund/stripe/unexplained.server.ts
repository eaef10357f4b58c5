import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type BalanceTxn, UNKNOWN_KIND } from "../ledger/entries.ts";

/** A balance transaction that stands in `unallocated`. */
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

async function read(trx: Db, campaignId: number, which: ReturnType<typeof sql>): Promise<Unexplained[]> {
	const { rows } = await sql<Unexplained>`
		select current_date::text as today, json_build_object('id', t.id, 'source', t.source, 'type', t.type,
			'reportingCategory', t.reporting_category, 'currency', t.currency, 'amount', t.amount, 'fee', t.fee, 'net', t.net,
			'exchangeRate', t.exchange_rate, 'feeDetails', t.fee_details, 'createdOn', t.created_on,
			'availableOn', t.available_on) as txn
		from stripe_balance_txns t join journals j on j.stripe_txn = t.id
		where t.campaign_id = ${campaignId} and ${which} and not exists (select from journals a where a.key = 'allocation:' || t.id)
		order by j.seq`.execute(trx);
	return rows;
}
