import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ledgerJob } from "#app/fund/books/verify-nightly.server.ts";
import { available, balances, reserve } from "#app/fund/ledger/balances.server.ts";
import { closeMonths } from "#app/fund/ledger/close-months.server.ts";
import { type Entry, entry, entryOfAidApproved, entryOfBankLine } from "#app/fund/ledger/entries.ts";
import { postBalanceTxn, postEntry, reverseJournal } from "#app/fund/ledger/post.server.ts";
import { verifyLedger } from "#app/fund/ledger/verify.server.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantFund, withCrowd } from "#tests/support/ledger.ts";

// How entries come to stand in the books: once, in turn, on a day that is open; and what the balances then are.

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

const post = (fund: number, posted: Entry, db = database.db) =>
	db.transaction().execute((trx) => postEntry(trx, fund, posted, null));
const line = (id: string, amount = 1_000, occurredOn = "2026-11-02") =>
	entryOfBankLine({ id, occurredOn }, { currency: "EUR", amount }, "gift");
const journalsOf = (fund: number) =>
	database.db
		.selectFrom("journals")
		.where("campaign_id", "=", fund)
		.orderBy("seq")
		.select(["seq", "key", "occurred_on"])
		.execute();

test("whatever is posted, the balance that is kept is the sum of the postings, and the chain is whole", async () => {
	const leg = fc.record({
		to: fc.constantFrom("bank", "cash", "disputed", "fx", "donations_bank", "transfer_fees"),
		from: fc.constantFrom("unallocated", "refunds", "chargebacks", "processor_fees"),
		currency: fc.constantFrom("EUR", "USD", "JPY"),
		amount: fc.integer({ min: 1, max: 1_000_000 }),
	});
	let run = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.array(leg, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
			async (all) => {
				const fund = await plantFund(database.owner, `random-${++run}`);
				for (const [n, legs] of all.entries()) {
					const head = { kind: "test", key: `random:${run}:${n}`, occurredOn: "2026-11-02" };
					const both = legs.flatMap(({ to, from, currency, amount }) => [
						[to, { currency, amount }] as const,
						[from, { currency, amount: 0 - amount }] as const,
					]);
					await post(fund, entry(head, both));
				}
				const { rows } = await sql<{ account: string; currency: string; balance: number }>`
				select a.code as account, a.currency, sum(p.amount)::bigint as balance
				from postings p join ledger_accounts a on a.id = p.account_id where p.campaign_id = ${fund}
				group by 1, 2 order by 2, 1`.execute(database.owner);
				expect(await balances(database.db, fund)).toEqual(rows);
				expect(await verifyLedger(database.db, fund)).toMatchObject({ state: "whole", journals: all.length });
			},
		),
		{ numRuns: 20 },
	);
});

test("a hundred who post the same fact at once post it once; the others hear that it stands already", async () => {
	const fund = await plantFund(database.owner, "hundred");
	const states = await withCrowd(database.url, 25, (crowd) =>
		Promise.all(Array.from({ length: 100 }, () => post(fund, line("hundred"), crowd))),
	);
	expect(states.filter(({ state }) => state === "posted")).toHaveLength(1);
	expect(states.filter(({ state }) => state === "already")).toHaveLength(99);
	expect(await balances(database.db, fund)).toMatchObject([{ balance: 1_000 }, { balance: -1_000 }]);
});

test("those who post other facts at once take turns: the chain has no gap, and nothing is lost", async () => {
	const fund = await plantFund(database.owner, "turns");
	await withCrowd(database.url, 20, (crowd) =>
		Promise.all(Array.from({ length: 60 }, (_, n) => post(fund, line(`turns-${n}`, n + 1), crowd))),
	);
	expect(await verifyLedger(database.db, fund)).toMatchObject({ state: "whole", journals: 60, head: { n: 60 } });
	expect(await balances(database.db, fund)).toMatchObject([{ account: "bank", balance: 1_830 }, {}]);
});

test("a balance transaction is mirrored and posted in one; again it is neither", async () => {
	const fund = await plantFund(database.owner, "mirrored");
	const moved = { currency: "EUR", amount: 2_500, fee: 63, net: 2_437, exchangeRate: null, feeDetails: [] };
	const days = { createdOn: "2026-11-02", availableOn: null };
	const txn = { id: "txn_mirrored", source: "ch_1", type: "charge", reportingCategory: "charge", ...moved, ...days };
	const twice = () => database.db.transaction().execute((trx) => postBalanceTxn(trx, fund, txn, { giftId: null }));
	expect([(await twice()).state, (await twice()).state]).toEqual(["posted", "already"]);
	const nothing = { ...txn, id: "txn_nothing", amount: 0, fee: 0, net: 0 };
	expect(
		await database.db.transaction().execute((trx) => postBalanceTxn(trx, fund, nothing, { giftId: null })),
	).toEqual({
		state: "already",
	});
	expect(await journalsOf(fund)).toHaveLength(1);
});

describe("taken back", () => {
	test("a journal is once, under its key", async () => {
		const fund = await plantFund(database.owner, "back");
		await post(fund, line("back"));
		const approved = await post(
			fund,
			entryOfAidApproved({ id: "back", occurredOn: "2026-11-02" }, "family", { currency: "EUR", amount: 700 }),
		);
		const seq = approved.state === "posted" ? approved.seq : 0;
		expect(await available(database.db, fund, "EUR")).toBe(300);
		const back = () =>
			database.db.transaction().execute((trx) => reverseJournal(trx, seq, "aid:back:cancelled", null, "2026-11-03"));
		expect([(await back()).state, (await back()).state]).toEqual(["posted", "already"]);
		expect(await available(database.db, fund, "EUR")).toBe(1_000);
	});
});

describe("months", () => {
	test("are closed ten days after the end of the one that follows, from the first journal on", async () => {
		const fund = await plantFund(database.owner, "months");
		await post(fund, line("july", 1_000, "2026-07-31"));
		const closed = async () =>
			(
				await database.db
					.selectFrom("closed_months")
					.where("campaign_id", "=", fund)
					.orderBy("month")
					.select("month")
					.execute()
			).map(({ month }) => month);
		await closeMonths(database.db, "2026-09-10");
		expect(await closed()).toEqual([]);
		await closeMonths(database.db, "2026-09-11");
		expect(await closed()).toEqual(["2026-07-01"]);
		await closeMonths(database.db, "2026-11-11");
		expect(await closed()).toEqual(["2026-07-01", "2026-08-01", "2026-09-01"]);
		expect(await closeMonths(database.db, "2026-11-11")).toBe(0);
	});
	test("what is found of a closed one stands on the first day that is open", async () => {
		const fund = await plantFund(database.owner, "late");
		await post(fund, line("late-1", 1_000, "2026-08-15"));
		await closeMonths(database.db, "2026-11-11");
		await post(fund, line("late-2", 1_000, "2026-08-16"));
		await post(fund, line("late-3", 1_000, "2026-10-16"));
		const days = (await journalsOf(fund)).map(({ occurred_on }) => occurred_on);
		expect(days).toEqual(["2026-08-15", "2026-10-01", "2026-10-16"]);
	});
});

test("the reserve is the fund's share of what came by card in 120 days, and is not available", async () => {
	const fund = await plantFund(database.owner, "reserved");
	const charge = (id: string, days: number, amount: number) =>
		database.db.transaction().execute(async (trx) => {
			const { rows } = await sql<{ day: string }>`select current_date - ${days}::int as day`.execute(trx);
			const moved = { currency: "EUR", amount, fee: 0, net: amount, exchangeRate: null, feeDetails: [] };
			const txn = { id, source: null, type: "charge", reportingCategory: "charge", ...moved, availableOn: null };
			await postBalanceTxn(trx, fund, { ...txn, createdOn: rows[0]?.day ?? "" }, { giftId: null });
		});
	await charge("txn_old", 120, 50_000);
	await charge("txn_young", 119, 30_001);
	await post(fund, line("reserved", 5_000));
	expect(await reserve(database.db, fund, "EUR")).toBe(3_001);
	// Payments that nobody has linked to a gift are nobody's to give: only what came by bank is left.
	expect(await available(database.db, fund, "EUR")).toBe(5_000 - 3_001);
	await database.owner.updateTable("funds").where("campaign_id", "=", fund).set({ reserve_percent: 0 }).execute();
	expect(await available(database.db, fund, "EUR")).toBe(5_000);
});

test("every night the books are recomputed: a changed one is an error in the operator's log, by number and nothing else", async () => {
	const fund = await plantFund(database.owner, "nightly");
	await post(fund, line("nightly"));
	const said: unknown[] = [];
	const log = { info: () => {}, error: (...words: unknown[]) => void said.push(words) };
	expect(await ledgerJob(log).run(database.db, new AbortController().signal)).toBe(true);
	expect(said).toEqual([]);
	await database.owner.transaction().execute(async (trx) => {
		await sql`set local session_replication_role = replica`.execute(trx);
		await sql`update postings set amount = amount * 2 where campaign_id = ${fund}`.execute(trx);
	});
	await ledgerJob(log).run(database.db, new AbortController().signal);
	expect(said).toEqual([["a fund's books were changed", { fund, faults: 1, what: "altered", n: 1 }]]);
});
