import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Posted, Posting } from "./entries.ts";

/**
 * A journal with its legs, in the order in which they were posted.
 * @throws where there is none of that number
 */
export async function readJournal(db: Db, seq: number): Promise<{ campaignId: number; journal: Posted }> {
	const row = await db
		.selectFrom("journals as j")
		.where("j.seq", "=", seq)
		.select(["j.campaign_id", "j.kind", "j.key", "j.occurred_on", "j.gift_id", "j.stripe_txn", "j.reverses"])
		.select(
			sql<Posting[]>`(
				select json_agg(json_build_object('account', a.code, 'currency', p.currency, 'amount', p.amount) order by p.id)
				from postings p join ledger_accounts a on a.id = p.account_id where p.journal_seq = j.seq)`.as("postings"),
		)
		.executeTakeFirstOrThrow();
	const journal: Posted = {
		seq,
		kind: row.kind,
		key: row.key,
		occurredOn: row.occurred_on,
		postings: row.postings,
		...(row.gift_id === null ? {} : { giftId: row.gift_id }),
		...(row.stripe_txn === null ? {} : { stripeTxn: row.stripe_txn }),
		...(row.reverses === null ? {} : { reverses: row.reverses }),
	};
	return { campaignId: row.campaign_id, journal };
}
