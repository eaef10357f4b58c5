import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entryOfBankLine } from "#app/fund/ledger/entries.ts";
import { postEntry } from "#app/fund/ledger/post.server.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantFund } from "#tests/support/ledger.ts";
import { plantManyJournals } from "#tests/support/many-journals.ts";

// What the worker asks each second and pages with each visit reads a few pages of the books, however long they are.

const JOURNALS = 6_000;
/** Pages of 8 kB: of this many journals the books have some hundreds. */
const FEW = 60;

let database: TestDatabase;
let fund: number;
beforeAll(async () => {
	database = await testDatabase();
	fund = await plantFund(database.owner, "spring");
	await plantManyJournals(database.owner, fund, JOURNALS);
	await sql`vacuum analyze`.execute(database.owner);
});
afterAll(() => database.drop());

interface Plan {
	"Shared Hit Blocks": number;
	"Shared Read Blocks": number;
}

/** Pages that a statement reads, those of the functions that it calls among them, when their plans are made. */
async function pagesOf(statement: RawBuilder<unknown>): Promise<number> {
	const explained = sql<{ "QUERY PLAN": { Plan: Plan }[] }>`explain (analyze, buffers, format json) ${statement}`;
	const { rows } = await database.db.connection().execute(async (one) => {
		await explained.execute(one);
		return explained.execute(one);
	});
	const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
	return plan ? plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] : Number.NaN;
}

test("read whole, the books are many pages", async () => {
	expect(await pagesOf(sql`select sum(amount) from postings`)).toBeGreaterThan(2 * FEW);
	expect(await pagesOf(sql`select count(actor), min(kind) from journals`)).toBeGreaterThan(FEW);
});

const reads: [string, () => RawBuilder<unknown>][] = [
	["what is available, with the reserve of 120 days", () => sql`select fund_available(${fund}, 'EUR')`],
	[
		"the balances",
		() => sql`select * from ledger_accounts a join ledger_balances b on b.account_id = a.id
		where a.campaign_id = ${fund}`,
	],
	["whether a fact is posted", () => sql`select from journals where key = ${`${fund}:4242`}`],
	["the journal of a balance transaction", () => sql`select * from journals where stripe_txn = ${`txn_${fund}_4201`}`],
	["what became of a gift", () => sql`select * from gift_sums where gift_id = md5(${`${fund}:4201`})::uuid`],
	["a journal's legs", () => sql`select * from postings where journal_seq = 4201`],
	["the end of the chain", () => sql`select * from journal_links where campaign_id = ${fund} order by n desc limit 1`],
	["which months are open", () => sql`select first_open_day(${fund}, '2026-11-02')`],
];

test.each(reads)("%s: a few pages", async (_, statement) => {
	expect(await pagesOf(statement())).toBeLessThan(FEW);
});

test("posting one more journal reads no table of the books from end to end", async () => {
	await database.db.transaction().execute(async (trx) => {
		const read = async () => {
			const { rows } = await sql<{ read: number }>`
				select sum(seq_tup_read)::int as read from pg_stat_xact_user_tables
				where relname in ('journals', 'postings', 'journal_links', 'stripe_balance_txns')`.execute(trx);
			return rows[0]?.read;
		};
		const before = await read();
		const posted = entryOfBankLine(
			{ id: "one-more", occurredOn: "2026-11-02" },
			{ currency: "EUR", amount: 100 },
			"gift",
		);
		await postEntry(trx, fund, posted, null);
		await sql`set constraints all immediate`.execute(trx);
		expect(await read()).toBe(before);
	});
});
