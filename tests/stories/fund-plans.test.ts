import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAlarms } from "#app/fund/alarms/desk.server.ts";
import { alarmOfAged } from "#app/fund/bank/aged.server.ts";
import { heldDonations } from "#app/fund/managing/givers.server.ts";
import { findBeneficiary, listBeneficiaries } from "#app/fund/paying/people.server.ts";
import { findAid, listAid } from "#app/fund/paying/requests.server.ts";
import { dueCheckouts } from "#app/fund/stripe/checkouts.server.ts";
import { fingerprint, newFingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { Db } from "#db/client.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantFund } from "#tests/support/ledger.ts";
import { houseOf } from "#tests/support/organisers.ts";
import { mostRows } from "#tests/support/plans.ts";

// What the worker asks again and again, and a page of the desk with each visit, looks at what it gives, not at all there is.

const MANY = 20_000;
const HELPS = 10_000;
const FAMILIES = 2_000;

let database: TestDatabase;
let fund: number;
beforeAll(async () => {
	database = await testDatabase();
	fund = await plantFund(database.owner, "spring");
	await database.owner.transaction().execute(async (trx) => {
		await sql`set local session_replication_role = replica`.execute(trx);
		for (const statement of [
			sql`insert into donations (id, campaign_id, reference, frequency, way, currency, amount, locale, fingerprint)
				select md5('donation ' || n)::uuid, ${fund}::int, upper(lpad(to_hex(n), 9, '0')), 'once', 'card', 'EUR', 1000, 'en',
					sha256(n::text::bytea)
				from generate_series(1, ${MANY}::int) n`,
			sql`insert into gifts (campaign_id, donation_id, way, currency, amount)
				select ${fund}::int, md5('donation ' || n)::uuid, 'card', 'EUR', 1000 from generate_series(1, ${MANY}::int) n`,
			sql`insert into checkouts (id, donation_id, state, expires_at, looked_at)
				select 'cs_' || n, md5('donation ' || n)::uuid, case when n <= 50 then 'open' else 'complete' end,
					case when n <= 50 then now() + interval '1 hour' end, case when n <= 50 then now() - interval '1 hour' end
				from generate_series(1, ${MANY}::int) n`,
			// Ten lines wait, the others are taken apart; of their parts ten wait.
			sql`insert into bank_lines (id, campaign_id, source, account, booked_on, currency, amount, became, journal_seq, file,
					brought_on, settled)
				select md5('line ' || n)::uuid, ${fund}::int, 'camt.053', '', current_date - 30, 'EUR', 1000, 'unallocated', n,
					md5('file')::uuid, current_date - 30, n > 10
				from generate_series(1, ${MANY}::int) n`,
			sql`insert into bank_parts (line_id, campaign_id, n, amount, settled)
				select md5('line ' || n)::uuid, ${fund}::int, 1, 1000, n > 20 from generate_series(11, ${MANY}::int) n`,
			sql`insert into beneficiaries (id, campaign_id, locked, entered_by)
				select md5('family ' || n)::uuid, ${fund}::int, '\\x00', md5('one')::uuid from generate_series(1, ${FAMILIES}::int) n`,
			sql`insert into beneficiary_checks (beneficiary_id, kind, made_on, made_by, result, lists)
				select md5('family ' || n)::uuid, 'lists', current_date, md5('one')::uuid, 'nothing', '{un}'
				from generate_series(1, ${FAMILIES}::int) n, generate_series(1, 5)`,
			sql`insert into aid_requests (id, campaign_id, beneficiary_id, category, currency, amount, state, requested_by,
					payable_on, delivered_by, delivered_on)
				select md5('help ' || n)::uuid, ${fund}::int, md5('family ' || n % ${FAMILIES}::int)::uuid, 'family', 'EUR', 1000,
					case when n <= 30 then 'payable' else 'delivered' end, md5('one')::uuid, current_date,
					case when n > 30 then md5('two')::uuid end, case when n > 30 then current_date end
				from generate_series(1, ${HELPS}::int) n`,
			sql`insert into aid_approvals (request_id, turn, approved_by)
				select md5('help ' || n)::uuid, turn, md5('approved ' || turn)::uuid
				from generate_series(1, ${HELPS}::int) n, generate_series(1, 2) turn`,
			sql`insert into aid_payments (request_id, paid_from, way, paid_by, paid_on)
				select md5('help ' || n)::uuid, 'bank', 'bank', md5('one')::uuid, current_date from generate_series(31, ${HELPS}::int) n`,
		])
			await statement.execute(trx);
	});
	await sql`analyze donations, gifts, checkouts, bank_lines, bank_parts, beneficiaries, beneficiary_checks, aid_requests, aid_approvals,
		aid_payments`.execute(database.owner);
});
afterAll(() => database.drop());

const one = "00000000-0000-4000-8000-000000000001";
const first = async (db: Db, table: "aid_requests" | "beneficiaries") =>
	(await db.selectFrom(table).select("id").limit(1).executeTakeFirstOrThrow()).id;

test.each<[string, (db: Db) => Promise<unknown>]>([
	["the pages for paying that nobody has told of", (db) => dueCheckouts(db, 10)],
	["what has waited for five days", alarmOfAged],
	["the alarms that are open", (db) => openAlarms(db, fund)],
	["the first page of helps", (db) => listAid(db, fund)],
	["the third page of helps", (db) => listAid(db, fund, 3)],
	["the first page of families", (db) => listBeneficiaries(db, fund)],
	["one help", async (db) => findAid(db, fund, await first(db, "aid_requests"), one)],
	["one family", async (db) => findBeneficiary(db, fund, await first(db, "beneficiaries"))],
])("%s: a few rows are looked at", async (_, work) => {
	expect(await mostRows(database, work)).toBeLessThan(4_000);
});

test("what is held of one giver among 20,000: theirs alone is looked at", async () => {
	const { keys } = houseOf(database);
	const sealed = newFingerprintKey(keys, `funds/${fund}`);
	const key = openFingerprintKey(keys, `funds/${fund}`, sealed);
	await database.owner.updateTable("funds").set({ key_sealed: sealed }).execute();
	await sql`update donations set fingerprint = ${fingerprint(key, "giver@example.org")}
		where id = md5('donation 7')::uuid`.execute(database.owner);
	const held = (db: Db) => heldDonations(db, keys, "giver@example.org", "en");
	expect((await held(database.db)).map(({ gifts }) => gifts.length)).toEqual([1]);
	expect(await mostRows(database, held)).toBeLessThan(100);
});
