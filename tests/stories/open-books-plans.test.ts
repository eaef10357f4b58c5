import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantOpenFund } from "#tests/support/open-books.ts";

const ROWS = 200_000;

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
	await sql`analyze fund_publications, gifts, fund_publication_heads`.execute(database.owner);
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
])("of 200,000 rows, %s is found by an index", async (_, query) => {
	const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${query}`.execute(database.owner);
	const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
	expect(plan).toMatch(/Index/);
	expect(plan).not.toMatch(/Seq Scan/);
});
