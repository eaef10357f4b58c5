import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "#app/cli/verify-ledger.ts";
import { readSettings, type Settings } from "#app/env.server.ts";
import { ledgerJob } from "#app/fund/books/verify-nightly.server.ts";
import { hasLink, verifyLedger, verifyLedgerSnapshot, walkFromStart } from "#app/fund/ledger/verify.server.ts";
import type { Db } from "#db/client.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { journalInSql, plantFund } from "#tests/support/ledger.ts";
import {
	type Alteration,
	alterations,
	alterJournal,
	LEGS_OF_SIX,
	plantJournals,
} from "#tests/support/many-journals.ts";
import { operate } from "#tests/support/operator.ts";

// `ledger verify`, small: `npm run drill ledger` has a million postings.

const JOURNALS = 600;

let database: TestDatabase;
let settings: Settings;
let fund: number;
let other: number;
beforeAll(async () => {
	database = await testDatabase();
	settings = await readSettings({});
	fund = await plantFund(database.owner, "spring");
	other = await plantFund(database.owner, "autumn");
	await plantJournals(database.db, fund, JOURNALS);
	await plantJournals(database.db, other, 60);
});
afterAll(() => database.drop());

/** What a verification finds of books that a superuser has changed; the change is taken back. */
async function foundAfter(change: (trx: Db) => Promise<unknown>, campaignId = fund) {
	const takenBack = new Error("taken back");
	let found: unknown;
	await database.owner
		.transaction()
		.execute(async (trx) => {
			await sql`set local session_replication_role = replica`.execute(trx);
			await change(trx);
			found = await verifyLedgerSnapshot(trx, campaignId);
			throw takenBack;
		})
		.catch((error: unknown) => {
			if (error !== takenBack) throw error;
		});
	return found;
}

test("books that nobody touched are whole, journal by journal", async () => {
	const verified = await verifyLedger(database.db, fund);
	expect(verified).toMatchObject({
		state: "whole",
		journals: JOURNALS,
		postings: (JOURNALS / 6) * LEGS_OF_SIX,
		head: { n: JOURNALS },
	});
});

describe("one changed value is found, and its journal named", () => {
	const places = Object.keys(alterations) as Alteration[];
	// Gifts by card, and a refund.
	test.each(places.flatMap((what) => [2, 304, 594].map((n) => [what, n] as const)))(
		"%s of journal %i",
		async (what, n) => {
			expect(await foundAfter((trx) => alterJournal(trx, what, fund, n))).toMatchObject({
				state: "broken",
				faults: [{ what: "altered", n }],
			});
			// What somebody did to the one fund says nothing of the other.
			expect(await foundAfter((trx) => alterJournal(trx, what, fund, n), other)).toMatchObject({ state: "whole" });
		},
	);
});

describe("what was taken out or put in beside the chain", () => {
	const found: [string, object, (trx: Db) => Promise<unknown>][] = [
		[
			"a journal with all that is its",
			{ faults: [{ what: "missing", n: 300 }] },
			async (trx) => {
				const { rows } = await sql<{ seq: number }>`
					delete from journal_links where campaign_id = ${fund} and n = 300 returning journal_seq as seq`.execute(trx);
				await sql`delete from postings where journal_seq = ${rows[0]?.seq}`.execute(trx);
				await sql`delete from journals where seq = ${rows[0]?.seq}`.execute(trx);
			},
		],
		[
			"a journal whose link stayed",
			{ faults: [{ what: "missing", n: 301 }] },
			(trx) =>
				sql`delete from journals where seq = (select journal_seq from journal_links
					where campaign_id = ${fund} and n = 301)`.execute(trx),
		],
		[
			"the last journals",
			{ faults: expect.arrayContaining([{ what: "cut off", n: 600 }]) },
			(trx) => sql`delete from journal_links where campaign_id = ${fund} and n >= 600`.execute(trx),
		],
		[
			"the books' own end",
			{ faults: [{ what: "another head", n: 600 }] },
			(trx) => sql`update ledger_heads set n = 500 where campaign_id = ${fund}`.execute(trx),
		],
		[
			"a journal that no trigger saw",
			{ faults: expect.arrayContaining([{ what: "unlinked", key: "smuggled" }]) },
			(trx) =>
				journalInSql(trx, fund, "smuggled", [
					["bank", 5],
					["donations_bank", -5],
				]),
		],
		[
			"a balance transaction that was never posted",
			{ faults: [{ what: "unposted", txn: "txn_smuggled" }] },
			(trx) =>
				sql`insert into stripe_balance_txns (id, campaign_id, type, reporting_category, currency, amount, fee, net, created_on)
					values ('txn_smuggled', ${fund}, 'charge', 'charge', 'EUR', 5, 0, 5, '2026-11-02')`.execute(trx),
		],
		[
			"a balance",
			{ faults: [{ what: "balance", account: "bank", currency: "EUR", kept: "300001", summed: "300000" }] },
			(trx) =>
				sql`update ledger_balances set balance = balance + 1 where account_id = (select id from ledger_accounts
					where campaign_id = ${fund} and code = 'bank')`.execute(trx),
		],
		[
			"a journal of another fund",
			{ faults: [{ what: "strayed", n: 6 }] },
			(trx) =>
				sql`update postings set campaign_id = ${other} where journal_seq = (select journal_seq from journal_links
					where campaign_id = ${fund} and n = 6)`.execute(trx),
		],
	];
	test.each(found)("%s", async (_, expected, change) => {
		expect(await foundAfter(change)).toMatchObject({ state: "broken", ...expected });
	});
});

async function hashOf(n: number): Promise<Buffer> {
	const link = await database.owner
		.selectFrom("journal_links")
		.where("campaign_id", "=", other)
		.where("n", "=", n)
		.select("hash")
		.executeTakeFirstOrThrow();
	return link.hash;
}

test("a verification that was ended goes on where it stopped, and the nightly one does", async () => {
	const walk = walkFromStart();
	const ending = new AbortController();
	const first = await verifyLedger(database.db, fund, { walk, signal: AbortSignal.abort() });
	expect(first).toMatchObject({ state: "interrupted", journals: 0 });
	// As if it had been ended after all of them: nothing is read again, and everything else is looked at.
	await verifyLedger(database.db, fund, { walk });
	let read = 0;
	const again = await verifyLedger(database.db, fund, { walk, signal: ending.signal, onJournals: () => read++ });
	expect([again, read]).toMatchObject([{ state: "whole", journals: JOURNALS, head: { n: JOURNALS } }, 0]);
	const said: unknown[] = [];
	const log = { info: (_: string, fields?: object) => said.push(fields), error: (what: string) => said.push(what) };
	const job = ledgerJob(log);
	expect(await job.run(database.db, AbortSignal.abort())).toBe(false);
	expect(await job.run(database.db, ending.signal)).toBe(true);
	expect(said).toMatchObject([
		{ fund, head: JOURNALS },
		{ fund: other, head: 60 },
	]);
});

test("a head that was written down is in the chain, or it was cut off or rewritten", async () => {
	const { head } = await verifyLedger(database.db, other);
	const noted = { n: 40, hash: await hashOf(40) };
	const wholeWith = (db: Db, of: typeof noted) => hasLink(db, other, of);
	expect(await wholeWith(database.db, noted)).toBe(true);
	expect(await wholeWith(database.db, { n: head.n + 1, hash: noted.hash })).toBe(false);
	expect(await wholeWith(database.db, { n: 39, hash: noted.hash })).toBe(false);
	const site = { url: database.url, settings };
	const verify = (...words: string[]) => operate(site, run, "--campaign", "autumn", "--head", ...words);
	expect(await verify(`40:${noted.hash.toString("hex")}`)).toMatch(
		/unchanged; head 60:[0-9a-f]{64}; head 40 is in this chain\n$/,
	);
	expect(process.exitCode).toBeUndefined();
	expect(await verify(`61:${head.hash}`)).toBe(
		"autumn: head 61 is not in this chain: it was cut off or rewritten at journal 61 or before\n",
	);
	expect(process.exitCode).toBe(1);
	process.exitCode = undefined;
	await expect(verify("61")).rejects.toThrow("a head is what ledger verify printed");
	await expect(operate(site, run, "--head", `60:${head.hash}`)).rejects.toThrow("say whose with --campaign");
});

test("a head that was written down of a fund that is gone is no silence", async () => {
	const empty = await testDatabase();
	try {
		const site = { url: empty.url, settings };
		expect(await operate(site, run)).toBe("");
		await expect(operate(site, run, "--head", `60:${"a".repeat(64)}`)).rejects.toThrow("no campaign has a fund");
	} finally {
		await empty.drop();
	}
});

test("the command says what it read, where books were changed, and that it was interrupted", async () => {
	const site = { url: database.url, settings };
	const both = await operate(site, run);
	expect(both).toMatch(
		/^spring: 1600 postings in 600 journals, 0 published rows, unchanged; head 600:[0-9a-f]{64}\nautumn: 160 /,
	);
	expect(await operate(site, run, "--campaign", "autumn")).toMatch(/^autumn: 160 postings/);
	await expect(operate(site, run, "--campaign", "nowhere")).rejects.toThrow("no campaign nowhere has a fund");
	const stopped = await verifyLedger(database.db, fund, { signal: AbortSignal.abort() });
	expect(stopped).toMatchObject({ state: "interrupted", journals: 0, faults: [] });
	await database.owner.transaction().execute((trx) => alterJournal(trx, "postings.amount", other, 7));
	expect(await operate(site, run)).toMatch(/\nautumn: journal 7 \(\d+:7\) was altered, or comes from elsewhere\n$/);
	expect(process.exitCode).toBe(1);
	process.exitCode = undefined;
});

test("books that were changed raise an alarm for those who keep the fund, one however many nights they stand", async () => {
	const said: string[] = [];
	const log = { info: () => undefined, error: (what: string) => void said.push(what) };
	for (let night = 0; night < 2; night++)
		expect(await ledgerJob(log).run(database.db, new AbortController().signal)).toBe(true);
	const { rows } = await sql`select campaign_id, kind, about, closed_on from fund_alarms`.execute(database.owner);
	expect(rows).toEqual([{ campaign_id: other, kind: "books-changed", about: "7", closed_on: null }]);
	expect(said).toEqual(["a fund's books were changed", "a fund's books were changed"]);
});
