import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** Legs of every six journals that `plantJournals` posts: four gifts by card of three, one refund and one bank line of two. */
export const LEGS_OF_SIX = 16;

/** Journals of one transaction: each moves the fund's head, and Postgres clears the old ones away when it is over. */
const BATCH = 200;

/**
 * Fills a fund's books as the site does: gifts by card with their balance transactions, refunds and bank lines of the
 * last 600 days, through every trigger.
 */
export async function plantJournals(db: Db, campaignId: number, journals: number): Promise<void> {
	await plantAccounts(db, campaignId);
	for (let from = 1; from <= journals; from += BATCH)
		await db.transaction().execute((trx) => plantBatch(trx, campaignId, from, Math.min(journals, from + BATCH - 1)));
}

/**
 * The same books, in a fraction of the time: as a superuser without the triggers, then balanced and linked as they do.
 * @param onJournals hears how many there are
 */
export async function plantManyJournals(
	owner: Db,
	campaignId: number,
	journals: number,
	onJournals?: (journals: number) => void,
): Promise<void> {
	await plantAccounts(owner, campaignId);
	for (let from = 1; from <= journals; from += 5_000) {
		const to = Math.min(journals, from + 4_999);
		await owner.transaction().execute(async (trx) => {
			await sql`set local session_replication_role = replica`.execute(trx);
			await plantBatch(trx, campaignId, from, to);
			await linkRest(trx, campaignId);
		});
		onJournals?.(to);
	}
	await sql`insert into ledger_balances (account_id, balance)
		select account_id, sum(amount) from postings where campaign_id = ${campaignId} group by account_id`.execute(owner);
}

/** What `close_journal` of migration 0027 does for each journal that commits, for those that have no link yet. */
async function linkRest(trx: Db, campaignId: number): Promise<void> {
	const fund = sql.lit(campaignId);
	await sql`do $$
		declare
			head ledger_heads;
			j journals;
		begin
			insert into ledger_heads (campaign_id) values (${fund}) on conflict do nothing;
			select * into head from ledger_heads where campaign_id = ${fund};
			for j in select * from journals where campaign_id = ${fund} and seq > coalesce((
				select journal_seq from journal_links where campaign_id = ${fund} order by n desc limit 1), 0) order by seq
			loop
				head.n := head.n + 1;
				head.hash := sha256(head.hash || convert_to(journal_words(j, head.n), 'UTF8'));
				insert into journal_links (campaign_id, n, journal_seq, hash) values (${fund}, head.n, j.seq, head.hash);
			end loop;
			update ledger_heads set n = head.n, hash = head.hash where campaign_id = ${fund};
		end $$`.execute(trx);
}

async function plantAccounts(db: Db, campaignId: number): Promise<void> {
	await sql`insert into ledger_accounts (campaign_id, code, currency)
		select ${campaignId}, code, 'EUR' from unnest(array['stripe_balance', 'processor_fees', 'donations_card', 'refunds', 'bank',
			'donations_bank']) code on conflict do nothing`.execute(db);
}

async function plantBatch(trx: Db, fund: number, from: number, to: number): Promise<void> {
	const campaign = sql.lit(fund);
	const day = sql`current_date - (n % 600)::int`;
	const id = sql`'txn_' || ${campaign} || '_' || n`;
	const numbers = sql`generate_series(${from}::int, ${to}::int) n`;
	await sql`insert into stripe_balance_txns
		(id, campaign_id, source, type, reporting_category, currency, amount, fee, net, fee_details, created_on)
		select ${id}, ${campaign}, 'ch_' || n, 'charge', 'charge', 'EUR', 2000 + n % 900, 63, 1937 + n % 900,
			'[{"type": "stripe_fee", "amount": 63, "currency": "eur"}]'::jsonb, ${day} from ${numbers} where n % 6 < 4
		union all
		select ${id}, ${campaign}, 're_' || n, 'refund', 'refund', 'EUR', -500, 0, -500, '[]', ${day} from ${numbers} where n % 6 = 4
		`.execute(trx);
	await sql`insert into gifts (id, campaign_id, way, currency, amount, given_on)
		select md5(${campaign} || ':' || n)::uuid, ${campaign}, 'card', 'EUR', 2000 + n % 900, ${day}
		from ${numbers} where n % 6 < 4`.execute(trx);
	await sql`insert into journals (campaign_id, kind, key, occurred_on, gift_id, stripe_txn)
		select ${campaign}, (array['card-gift', 'card-gift', 'card-gift', 'card-gift', 'refund', 'bank-gift'])[n % 6 + 1],
			${campaign} || ':' || n, ${day}, case when n % 6 < 4 then md5(${campaign} || ':' || n)::uuid end,
			case when n % 6 < 5 then ${id} end from ${numbers}`.execute(trx);
	await sql`insert into postings (journal_seq, campaign_id, account_id, currency, amount)
		select j.seq, ${campaign}, a.id, 'EUR', l.amount
		from ${numbers}
			join journals j on j.key = ${campaign} || ':' || n
			cross join lateral (values
				(0, 'stripe_balance', 1937 + n % 900), (0, 'processor_fees', 63), (0, 'donations_card', -2000 - n % 900),
				(4, 'refunds', 500), (4, 'stripe_balance', -500), (5, 'bank', 3000), (5, 'donations_bank', -3000)
			) l (sort, code, amount)
			join ledger_accounts a on a.campaign_id = ${campaign} and a.code = l.code and a.currency = 'EUR'
		where l.sort = greatest(n % 6, 3) - case when n % 6 < 4 then 3 else 0 end order by n`.execute(trx);
}

/** Where one byte of the books can be changed: a table, and SQL that changes a value in place. */
export const alterations = {
	"postings.amount": ["postings", sql`amount = amount # 1`],
	"postings.account_id": ["postings", sql`account_id = account_id # 1`],
	"postings.currency": ["postings", sql`currency = 'EUS'`],
	"postings.journal_seq": ["postings", sql`journal_seq = -journal_seq`],
	"journals.kind": ["journals", sql`kind = overlay(kind placing 'x' from 1 for 1)`],
	"journals.key": ["journals", sql`key = overlay(key placing 'x' from 1 for 1)`],
	"journals.occurred_on": ["journals", sql`occurred_on = occurred_on + 1`],
	"journals.gift_id": [
		"journals",
		sql`gift_id = coalesce(overlay(gift_id::text placing 'a0' from 35 for 2)::uuid, gen_random_uuid())`,
	],
	"journals.actor": ["journals", sql`actor = gen_random_uuid()`],
	"journals.stripe_txn": ["journals", sql`stripe_txn = coalesce(stripe_txn, '') || 'x'`],
	"stripe_balance_txns.fee and amount": ["stripe_balance_txns", sql`fee = fee + 1, amount = amount + 1`],
	"stripe_balance_txns.source": ["stripe_balance_txns", sql`source = source || 'x'`],
	"stripe_balance_txns.created_on": ["stripe_balance_txns", sql`created_on = created_on + 1`],
	"journal_links.hash": ["journal_links", sql`hash = set_byte(hash, 17, get_byte(hash, 17) # 1)`],
} as const;
export type Alteration = keyof typeof alterations;

/**
 * Changes one value of a fund's n-th journal as only a superuser can: with the triggers off.
 * @param trx a transaction of the superuser's
 */
export async function alterJournal(trx: Db, what: Alteration, campaignId: number, n: number): Promise<void> {
	const [table, change] = alterations[what];
	const seq = sql`(select journal_seq from journal_links where campaign_id = ${campaignId} and n = ${n})`;
	const row = {
		postings: sql`id = (select min(id) from postings where journal_seq = ${seq})`,
		journals: sql`seq = ${seq}`,
		stripe_balance_txns: sql`id = (select stripe_txn from journals where seq = ${seq})`,
		journal_links: sql`campaign_id = ${campaignId} and n = ${n}`,
	}[table];
	await sql`set local session_replication_role = replica`.execute(trx);
	await sql`update ${sql.table(table)} set ${change} where ${row}`.execute(trx);
}
