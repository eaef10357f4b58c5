import { sql } from "kysely";
import { JOURNALS } from "./carried.ts";
import { type Folder, linesOf } from "./read-files.server.ts";
import type { Target } from "./restore-table.server.ts";

interface JournalLine {
	key: string;
	postings: [account: string, currency: string, amount: number][];
}

/** Whether what the journals leave in `aid_payable` is anything: aid that was promised, and neither paid nor cancelled. */
export async function promisesAid(folder: Folder): Promise<boolean> {
	const owed = new Map<string, number>();
	for await (const line of linesOf(folder, JOURNALS)) {
		const { postings }: JournalLine = JSON.parse(line);
		for (const [code, currency, amount] of postings)
			if (code === "aid_payable") owed.set(currency, (owed.get(currency) ?? 0) + amount);
	}
	return [...owed.values()].some((amount) => amount !== 0);
}

/** Journals after which it is said how far it is. */
const SAY_AFTER = 1_000;

/**
 * Brings the journals back in the order of their chain, each in a transaction of its own with its postings and its balance
 * transaction, as it was posted: whatever Postgres asks of a journal it asks of these. Those that are here already stay.
 * @returns how many there are
 */
export async function bringJournals(
	{ db, folder, campaignId }: Target,
	onProgress: (rows: number) => void,
): Promise<number> {
	const accounts = new Set<string>();
	let done = 0;
	for await (const line of linesOf(folder, JOURNALS)) {
		const { postings }: JournalLine = JSON.parse(line);
		for (const [code, currency] of postings) {
			if (accounts.has(`${code} ${currency}`)) continue;
			await sql`insert into ledger_accounts (campaign_id, code, currency) values (${campaignId}, ${code}, ${currency})
				on conflict do nothing`.execute(db);
			accounts.add(`${code} ${currency}`);
		}
		await sql`
			with line as (select ${line}::jsonb as j),
			txn as (
				insert into stripe_balance_txns
				select r.* from line cross join lateral jsonb_populate_record(null::stripe_balance_txns,
					(j -> 'txn') || jsonb_build_object('campaign_id', ${campaignId}::int)) r
				where jsonb_typeof(j -> 'txn') = 'object' on conflict do nothing),
			journal as (
				insert into journals (campaign_id, kind, key, occurred_on, reverses, gift_id, stripe_txn, actor)
				select ${campaignId}, j ->> 'kind', j ->> 'key', (j ->> 'occurred_on')::date,
					(select seq from journals where key = j ->> 'reverses'), (j ->> 'gift_id')::uuid,
					j -> 'txn' ->> 'id', (j ->> 'actor')::uuid
				from line on conflict (key) do nothing returning seq)
			insert into postings (journal_seq, campaign_id, account_id, currency, amount)
			select journal.seq, ${campaignId}, a.id, a.currency, (p.leg ->> 2)::bigint
			from journal cross join line cross join lateral jsonb_array_elements(j -> 'postings') with ordinality p (leg, place)
				join ledger_accounts a on a.campaign_id = ${campaignId} and a.code = p.leg ->> 0 and a.currency = p.leg ->> 1
			order by p.place`.execute(db);
		if (++done % SAY_AFTER === 0) onProgress(done);
	}
	onProgress(done);
	return done;
}
