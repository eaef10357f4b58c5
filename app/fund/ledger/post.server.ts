import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type BalanceTxn, type Entry, entryOfBalanceTxn, entryOfReversal, type TxnAbout } from "./entries.ts";
import { readJournal } from "./read.server.ts";

/** `already`: the same fact stands in the books, and nothing was written. */
export type PostedState = { state: "posted"; seq: number } | { state: "already" };

/**
 * Posts an entry once, whoever tries at the same time: they wait for each other. What happened in a closed month is
 * posted on the first day that is open. Whether the entry may stand Postgres says when the transaction commits.
 * @param actor the organiser's id; null for what the site posts by itself
 * @throws what Postgres refuses, at the latest when the transaction commits: `constraint` is one of docs/ledger.md's
 */
export async function postEntry(trx: Db, campaignId: number, entry: Entry, actor: string | null): Promise<PostedState> {
	const codes = entry.postings.map(({ account }) => account);
	const currencies = entry.postings.map(({ currency }) => currency);
	const amounts = entry.postings.map(({ amount }) => amount);
	// By itself: the next statement has to see what another has made meanwhile.
	await sql`
		insert into ledger_accounts (campaign_id, code, currency)
		select distinct ${campaignId}::int, code, currency from unnest(${codes}::text[], ${currencies}::text[]) l (code, currency)
		where not exists (select from ledger_accounts a
			where a.campaign_id = ${campaignId} and a.code = l.code and a.currency = l.currency)
		on conflict do nothing`.execute(trx);
	const { rows } = await sql<{ seq: number }>`
		with journal as (
			insert into journals (campaign_id, kind, key, occurred_on, reverses, gift_id, stripe_txn, actor)
			values (${campaignId}, ${entry.kind}, ${entry.key}, first_open_day(${campaignId}, ${entry.occurredOn}::date),
				${entry.reverses ?? null}, ${entry.giftId ?? null}, ${entry.stripeTxn ?? null}, ${actor})
			on conflict (key) do nothing
			returning seq)
		insert into postings (journal_seq, campaign_id, account_id, currency, amount)
		select journal.seq, a.campaign_id, a.id, a.currency, l.amount
		from journal
			cross join unnest(${codes}::text[], ${currencies}::text[], ${amounts}::bigint[])
				with ordinality l (code, currency, amount, place)
			join ledger_accounts a on a.campaign_id = ${campaignId} and a.code = l.code and a.currency = l.currency
		order by l.place
		returning journal_seq as seq`.execute(trx);
	const [posted] = rows;
	return posted ? { state: "posted", seq: posted.seq } : { state: "already" };
}

/**
 * Posts entries that nobody else can be posting, one after the other, in two statements: a demonstration's.
 * @throws as `postEntry`, and where one of them stands in the books or falls into a closed month
 */
export async function postNewEntries(trx: Db, campaignId: number, entries: readonly Entry[]): Promise<void> {
	const legs = entries.flatMap(({ key, postings }) => postings.map((leg) => ({ key, ...leg })));
	const accounts = legs.map(({ account }) => account);
	const currencies = legs.map(({ currency }) => currency);
	await sql`
		insert into ledger_accounts (campaign_id, code, currency)
		select distinct ${campaignId}::int, code, currency from unnest(${accounts}::text[], ${currencies}::text[]) l (code, currency)
		on conflict do nothing`.execute(trx);
	await sql`
		with journal as (
			insert into journals (campaign_id, kind, key, occurred_on, gift_id)
			select ${campaignId}::int, kind, key, day, gift
			from unnest(${entries.map(({ kind }) => kind)}::text[], ${entries.map(({ key }) => key)}::text[],
				${entries.map(({ occurredOn }) => occurredOn)}::date[], ${entries.map(({ giftId }) => giftId ?? null)}::uuid[])
				with ordinality e (kind, key, day, gift, place)
			order by place
			returning seq, key)
		insert into postings (journal_seq, campaign_id, account_id, currency, amount)
		select journal.seq, a.campaign_id, a.id, a.currency, l.amount
		from unnest(${legs.map(({ key }) => key)}::text[], ${accounts}::text[], ${currencies}::text[],
				${legs.map(({ amount }) => amount)}::bigint[]) with ordinality l (key, code, currency, amount, place)
			join journal using (key)
			join ledger_accounts a on a.campaign_id = ${campaignId} and a.code = l.code and a.currency = l.currency
		order by l.place`.execute(trx);
}

/**
 * Mirrors a balance transaction of Stripe and posts its entry, both or neither; each once. One that moved no money is
 * mirrored alone, and is `already` in the books.
 */
export async function postBalanceTxn(
	trx: Db,
	campaignId: number,
	txn: BalanceTxn,
	about: TxnAbout,
): Promise<PostedState> {
	await trx
		.insertInto("stripe_balance_txns")
		.values({
			id: txn.id,
			campaign_id: campaignId,
			source: txn.source,
			type: txn.type,
			reporting_category: txn.reportingCategory,
			currency: txn.currency,
			amount: txn.amount,
			fee: txn.fee,
			net: txn.net,
			exchange_rate: txn.exchangeRate,
			fee_details: JSON.stringify(txn.feeDetails),
			created_on: txn.createdOn,
			available_on: txn.availableOn,
		})
		.onConflict((conflict) => conflict.column("id").doNothing())
		.execute();
	const entry = entryOfBalanceTxn(txn, about);
	return entry.postings.length === 0 ? { state: "already" } : postEntry(trx, campaignId, entry, null);
}

/**
 * Takes a journal back by its mirror.
 * @param key of the journal that takes it back: `aid:…:cancelled`
 * @throws where there is no such journal, and where another key has taken it back
 */
export async function reverseJournal(
	trx: Db,
	seq: number,
	key: string,
	actor: string | null,
	occurredOn: string,
): Promise<PostedState> {
	const { campaignId, journal } = await readJournal(trx, seq);
	return postEntry(trx, campaignId, entryOfReversal(journal, key, occurredOn), actor);
}
