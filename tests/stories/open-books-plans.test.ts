import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aidMaterial, costMaterial } from "#app/fund/books/items.server.ts";
import { listGifts } from "#app/fund/gifts/desk.server.ts";
import type { Db } from "#db/client.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantOpenFund } from "#tests/support/open-books.ts";
import { mostRows } from "#tests/support/plans.ts";

const ROWS = 200_000;
/** Gifts that came in another currency than the fund's: a journal of four legs each. */
const EXCHANGED = 1_000;

let database: TestDatabase;
let fund: number;
beforeAll(async () => {
	database = await testDatabase();
	fund = await plantOpenFund(database.owner, "large");
	await sql`
		insert into fund_publications (campaign_id, n, month, kind, category, description, currency, amount, balance, sample, hash)
		select ${fund}::int, n, date '2020-01-01' + make_interval(months => (n / 3000)::int), 'gift', 'card', 'Gift by card', 'EUR', 1000,
			1000 * n, false, sha256(n::text::bytea)
		from generate_series(1, ${ROWS}::int) n`.execute(database.owner);
	await sql`
		insert into gifts (campaign_id, way, currency, amount)
		select ${fund}::int, 'card', 'EUR', 1000 from generate_series(1, 50000)`.execute(database.owner);
	await sql`insert into fund_publication_heads (campaign_id, n) values (${fund}, ${ROWS})`.execute(database.owner);
	await database.owner.transaction().execute(async (trx) => {
		await sql`set local session_replication_role = replica`.execute(trx);
		await sql`insert into ledger_accounts (campaign_id, code, currency)
			select ${fund}::int, code, unit from unnest(array['donations_bank', 'fx', 'bank']) code, unnest(array['USD', 'EUR']) unit`.execute(
			trx,
		);
		await sql`insert into journals (campaign_id, kind, key, occurred_on)
			select ${fund}::int, 'bank-gift', 'exchanged:' || n, '2026-02-01' from generate_series(1, ${sql.lit(EXCHANGED)}) n`.execute(
			trx,
		);
		await sql`insert into ledger_accounts (campaign_id, code, currency)
			select ${fund}::int, code, 'EUR' from unnest(array['aid_payable', 'aid_family']) code`.execute(trx);
		// As many helps, of forty families.
		await sql`insert into aid_requests (id, campaign_id, beneficiary_id, category, currency, amount, requested_by)
			select md5('help ' || n)::uuid, ${fund}::int, md5('family ' || n % 40)::uuid, 'family', 'EUR', 100, md5('one')::uuid
			from generate_series(1, ${sql.lit(EXCHANGED)}) n`.execute(trx);
		await sql`insert into journals (campaign_id, kind, key, occurred_on)
			select campaign_id, 'aid-approved', 'aid:' || id || ':approved', '2026-02-01' from aid_requests`.execute(trx);
		await sql`insert into postings (journal_seq, campaign_id, account_id, currency, amount)
			select j.seq, ${fund}::int, a.id, a.currency, case a.code when 'aid_family' then 100 else -100 end
			from journals j join ledger_accounts a on a.campaign_id = j.campaign_id and a.code in ('aid_payable', 'aid_family')
			where j.kind = 'aid-approved'`.execute(trx);
		await sql`insert into postings (journal_seq, campaign_id, account_id, currency, amount)
			select j.seq, ${fund}::int, a.id, a.currency, case when (a.code = 'fx') = (a.currency = 'USD') then 100 else -100 end
			from journals j join ledger_accounts a on a.campaign_id = j.campaign_id
				and (a.code = 'fx' or a.code = case a.currency when 'USD' then 'donations_bank' else 'bank' end)
			where j.kind = 'bank-gift'`.execute(trx);
	});
	await sql`analyze fund_publications, gifts, fund_publication_heads, journals, postings, aid_requests`.execute(
		database.owner,
	);
}, 120_000);
afterAll(() => database.drop());

test.each([
	[
		"a page of rows",
		sql`select * from open_books where campaign_id = (select max(campaign_id) from funds) and seq between 199901 and 200000 order by seq desc`,
	],
	[
		"a stretch of a file",
		sql`select * from open_books where campaign_id = (select max(campaign_id) from funds) and seq between 1 and 2000 order by seq desc`,
	],
	[
		"what is on its way",
		sql`select currency, sum(amount) from gifts where campaign_id = (select max(campaign_id) from funds) and processing and failed_on is null group by 1`,
	],
	[
		"the promises that stand",
		sql`select n from fund_publications f where campaign_id = (select max(campaign_id) from funds) and kind = 'promised' and amount < 0
		and not exists (select from fund_publications r where r.campaign_id = f.campaign_id and r.reverses = f.n)`,
	],
	[
		"what is booked behind a help",
		sql`select sum(amount) from booked_behind(1, 'given', 'aid:' || md5('help 7')::uuid, 'EUR', '2026-04-01')`,
	],
	[
		"what is booked behind a fee",
		sql`select sum(amount) from booked_behind(1, 'fees', 'journal:7', 'EUR', '2026-04-01')`,
	],
])("of 200,000 rows, %s is found by an index", async (_, query) => {
	const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${query}`.execute(database.owner);
	const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
	expect(plan).toMatch(/Index/);
	// A fund has a handful of accounts.
	expect(plan).not.toMatch(/Seq Scan on (?!ledger_accounts)/);
});

test.each([
	["exchange", (db: Db) => costMaterial(db, fund, "exchange", "2026-03-01", true)],
	["fees", (db: Db) => costMaterial(db, fund, "fees", "2026-03-01", false)],
	["aid", (db: Db) => aidMaterial(db, fund, "2026-04-01")],
] as const)(
	"what there is to publish of %s takes work in proportion to the books, not to their square",
	async (_, work) => {
		expect(await mostRows(database, work)).toBeLessThan(10 * 4 * EXCHANGED);
	},
);

test("whose each of a thousand helps is, is known to what publishes them", async () => {
	const { items } = await aidMaterial(database.db, fund, "2026-04-01");
	expect([items.length, new Set(items.map(({ family }) => family)).size]).toEqual([EXCHANGED, 40]);
});

test("the desk's list of 50,000 gifts looks at a page of them", async () => {
	expect((await listGifts(database.db, fund, { page: 1 })).gifts.length).toBe(50);
	expect(await mostRows(database, (db) => listGifts(db, fund, { page: 1 }))).toBeLessThan(1_000);
});
