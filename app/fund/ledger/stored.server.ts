import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { StoredJournal, StoredLeg } from "./chain.ts";

/** A link of a fund's chain with its journal, as both are stored. */
export interface StoredLink {
	n: number;
	/** 32 bytes. */
	hash: Buffer;
	/** Null where there is no such journal. */
	journal: StoredJournal | null;
	/** The journal, its balance transaction and all its legs and their accounts are this fund's, in their own currency. */
	atHome: boolean;
}

/** Journals read at a time: what a verification holds in memory, however long the books. */
const BATCH = 2_000;

/**
 * The links of a fund after one, in their order, as they are stored, batch by batch: Postgres reads the next while the one before is
 * looked at.
 * @param db a transaction
 * @param after the number of a link; 0 for all
 */
export async function* linksOf(db: Db, campaignId: number, after: number): AsyncGenerator<StoredLink[]> {
	let reading = readLinks(db, campaignId, after);
	for (;;) {
		const links = await reading;
		const last = links.at(-1);
		if (!last) return;
		reading = readLinks(db, campaignId, last.n);
		// Nobody waits for it when the walk has ended before; whoever does hears of it then.
		reading.catch(() => undefined);
		yield links;
	}
}

async function readLinks(db: Db, campaignId: number, after: number): Promise<StoredLink[]> {
	const { rows } = await sql<Omit<StoredLink, "journal"> & Omit<StoredJournal, "legs"> & { legs: StoredLeg[] | null }>`
		select l.n, l.hash, j.kind, j.key, to_char(j.occurred_on, 'YYYY-MM-DD') as "occurredOn",
			(select key from journals where seq = j.reverses) as reverses, j.gift_id as "giftId", j.actor,
			j.stripe_txn as "stripeTxn", p.legs,
			case when t.id is not null then json_build_array(t.source, t.type, t.reporting_category, t.currency, t.amount::text,
				t.fee::text, t.net::text, t.exchange_rate, t.fee_details::text, to_char(t.created_on, 'YYYY-MM-DD'),
				to_char(t.available_on, 'YYYY-MM-DD')) end as txn,
			coalesce(p.at_home, true) and t.campaign_id is not distinct from case when j.stripe_txn is not null then l.campaign_id end
				as "atHome"
		from journal_links l
			left join journals j on j.seq = l.journal_seq and j.campaign_id = l.campaign_id
			left join stripe_balance_txns t on t.id = j.stripe_txn
			left join lateral (
				select json_agg(json_build_object('account', a.code, 'currency', p.currency, 'amount', p.amount::text) order by p.id) as legs,
					bool_and(p.campaign_id = l.campaign_id and a.campaign_id = l.campaign_id and a.currency = p.currency) as at_home
				from postings p join ledger_accounts a on a.id = p.account_id where p.journal_seq = j.seq) p on true
		where l.campaign_id = ${campaignId} and l.n > ${after} order by l.n limit ${sql.lit(BATCH)}`.execute(db);
	return rows.map(({ n, hash, atHome, key, legs, ...rest }) => ({
		n,
		hash,
		atHome,
		journal: key === null ? null : { ...rest, n: String(n), key, legs: legs ?? [] },
	}));
}
