import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { AccountCode, Money } from "#app/fund/ledger/entries.ts";
import { APP_ROLE, type Db } from "#db/client.ts";
import type { DB } from "#db/schema.ts";

/**
 * A campaign with a fund, and nothing in its books; its key opens with none of ours.
 * @returns the campaign's id
 */
export async function plantFund(owner: Db, slug: string): Promise<number> {
	const { id } = await owner
		.insertInto("campaigns")
		.values({ slug, day: "2026-12-16", zone: "Europe/Rome", key_sealed: Buffer.alloc(40) })
		.returning("id")
		.executeTakeFirstOrThrow();
	await owner.insertInto("funds").values({ campaign_id: id }).execute();
	return id;
}

/** @returns the id of a gift that is on its way */
export async function plantGift(
	db: Db,
	campaignId: number,
	{ currency, amount }: Money,
	way: "card" | "transfer" | "cash" = "card",
): Promise<string> {
	const { id } = await db
		.insertInto("gifts")
		.values({ campaign_id: campaignId, way, currency, amount })
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/** One leg, as short as a test can say it. */
export type Leg = readonly [AccountCode, number, currency?: string];

/** A journal and its legs in SQL: nothing of the application's own code stands before Postgres. */
export async function journalInSql(
	trx: Db,
	campaignId: number,
	key: string,
	legs: readonly Leg[],
	facts: { kind?: string; occurredOn?: string; reverses?: number; stripeTxn?: string; giftId?: string } = {},
): Promise<number> {
	const { rows } = await sql<{ seq: number }>`
		insert into journals (campaign_id, kind, key, occurred_on, reverses, stripe_txn, gift_id)
		values (${campaignId}, ${facts.kind ?? "test"}, ${key}, ${facts.occurredOn ?? "2026-11-02"}, ${facts.reverses ?? null},
			${facts.stripeTxn ?? null}, ${facts.giftId ?? null})
		returning seq`.execute(trx);
	const seq = rows[0]?.seq ?? 0;
	for (const leg of legs) await legInSql(trx, campaignId, seq, leg);
	return seq;
}

export async function legInSql(trx: Db, campaignId: number, seq: number, [account, amount, currency = "EUR"]: Leg) {
	await sql`insert into ledger_accounts (campaign_id, code, currency) values (${campaignId}, ${account}, ${currency})
		on conflict do nothing`.execute(trx);
	await sql`insert into postings (journal_seq, campaign_id, account_id, currency, amount)
		select ${seq}, ${campaignId}, id, ${currency}, ${amount} from ledger_accounts
		where campaign_id = ${campaignId} and code = ${account} and currency = ${currency}`.execute(trx);
}

/** A balance transaction of Stripe in SQL, without its journal. */
export async function txnInSql(trx: Db, campaignId: number, id: string, net: number, currency = "EUR"): Promise<void> {
	await sql`insert into stripe_balance_txns
		(id, campaign_id, type, reporting_category, currency, amount, fee, net, created_on)
		values (${id}, ${campaignId}, 'charge', 'charge', ${currency}, ${net}, 0, ${net}, '2026-11-02')`.execute(trx);
}

/** Work by many at once, each on a connection of their own as the application's role, however long they wait. */
export async function withCrowd<Result>(
	url: string,
	people: number,
	work: (db: Db) => Promise<Result>,
): Promise<Result> {
	const pool = new pg.Pool({ connectionString: url, max: people, options: `-c role=${APP_ROLE} -c timezone=UTC` });
	const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
	try {
		return await work(db);
	} finally {
		await db.destroy();
	}
}
