import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { available, balances } from "#app/fund/ledger/balances.server.ts";
import type { Db } from "#db/client.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { journalInSql, type Leg, legInSql, plantFund, plantGift, txnInSql, withCrowd } from "#tests/support/ledger.ts";

// What the books are not, whatever the application's code says: each in SQL, as the application's role.

let database: TestDatabase;
let fund: number;
let other: number;
beforeAll(async () => {
	database = await testDatabase();
	fund = await plantFund(database.owner, "spring");
	other = await plantFund(database.owner, "autumn");
});
afterAll(() => database.drop());

const gift: Leg[] = [
	["bank", 1_000],
	["donations_bank", -1_000],
];

/** The constraint by which Postgres refuses a transaction, or its code where the role may not; undefined when it stands. */
async function refusalOf(work: (trx: Db) => Promise<unknown>, db: Db = database.db): Promise<string | undefined> {
	return db
		.transaction()
		.execute(work)
		.then(
			() => undefined,
			(error: { constraint?: string; code?: string }) => {
				const why = error.constraint ?? error.code;
				if (why === undefined) throw error;
				return why;
			},
		);
}

const posted = (key: string, legs: Leg[] = gift, facts = {}) =>
	database.db.transaction().execute((trx) => journalInSql(trx, fund, key, legs, facts));

const refused: [string, string, (trx: Db) => Promise<unknown>][] = [
	["unbalanced", "ledger_balanced", (trx) => journalInSql(trx, fund, "a:1", [gift[0] as Leg, ["cash", -999]])],
	[
		"balanced only across currencies",
		"ledger_balanced",
		(trx) => journalInSql(trx, fund, "a:2", [gift[0] as Leg, ["donations_bank", -1_000, "USD"]]),
	],
	["of one leg", "ledger_two_legs", (trx) => journalInSql(trx, fund, "a:3", [["fx", 1]])],
	["of no leg", "ledger_two_legs", (trx) => journalInSql(trx, fund, "a:4", [])],
	[
		"more than is in the bank",
		"ledger_overdrawn",
		(trx) =>
			journalInSql(trx, other, "a:5", [
				["bank", -1],
				["transfer_fees", 1],
			]),
	],
	[
		"more than is in the cash box",
		"ledger_overdrawn",
		(trx) =>
			journalInSql(trx, other, "a:6", [
				["cash", -1],
				["bank", 1],
			]),
	],
	[
		"aid paid that was never approved",
		"ledger_overdrawn",
		async (trx) => {
			await journalInSql(trx, other, "a:7", gift);
			await journalInSql(trx, other, "a:8", [
				["bank", -1_000],
				["aid_payable", 1_000],
			]);
		},
	],
	[
		"aid spent past every approval",
		"ledger_aid_promised",
		async (trx) => {
			await journalInSql(trx, other, "a:9", gift);
			await journalInSql(trx, other, "a:10", [
				["bank", -1_000],
				["aid_family", 1_000],
			]);
		},
	],
	[
		"aid promised from nothing",
		"ledger_overspent",
		(trx) =>
			journalInSql(trx, other, "a:22", [
				["aid_lawyer", 1],
				["aid_payable", -1],
			]),
	],
	[
		"moving Stripe's balance without a balance transaction",
		"ledger_stripe_only",
		(trx) =>
			journalInSql(trx, fund, "a:11", [
				["stripe_balance", 1_000],
				["donations_card", -1_000],
			]),
	],
	[
		"unlike the balance transaction that it books",
		"ledger_stripe_net",
		async (trx) => {
			await txnInSql(trx, fund, "txn_1", 999);
			await journalInSql(
				trx,
				fund,
				"a:12",
				[
					["stripe_balance", 1_000],
					["donations_card", -1_000],
				],
				{ stripeTxn: "txn_1" },
			);
		},
	],
	[
		"like its balance transaction, in another currency",
		"ledger_stripe_net",
		async (trx) => {
			await txnInSql(trx, fund, "txn_2", 1_000);
			await journalInSql(
				trx,
				fund,
				"a:13",
				[
					["stripe_balance", 1_000, "USD"],
					["donations_card", -1_000, "USD"],
				],
				{ stripeTxn: "txn_2" },
			);
		},
	],
	[
		"of a balance transaction that belongs to another fund",
		"journals_stripe_txn_campaign_id_fkey",
		async (trx) => {
			await txnInSql(trx, other, "txn_3", 1_000);
			await journalInSql(trx, fund, "a:14", gift, { stripeTxn: "txn_3" });
		},
	],
	[
		"of another fund's gift",
		"journals_gift_id_campaign_id_fkey",
		async (trx) =>
			journalInSql(trx, fund, "a:15", gift, {
				giftId: await plantGift(trx, other, { currency: "EUR", amount: 1_000 }),
			}),
	],
	[
		"of two balance transactions' worth: one transaction, one journal",
		"journals_stripe_txn_key",
		async (trx) => {
			await txnInSql(trx, fund, "txn_4", 0);
			await journalInSql(trx, fund, "a:16", gift, { stripeTxn: "txn_4" });
			await journalInSql(trx, fund, "a:17", gift, { stripeTxn: "txn_4" });
		},
	],
	[
		"posted twice under one key",
		"journals_key_key",
		async (trx) => {
			await journalInSql(trx, fund, "a:18", gift);
			await journalInSql(trx, fund, "a:18", gift);
		},
	],
	[
		"with a leg in another currency than its account's",
		"postings_account_id_campaign_id_currency_fkey",
		async (trx) => {
			const seq = await journalInSql(trx, fund, "a:19", gift);
			await sql`insert into postings (journal_seq, campaign_id, account_id, currency, amount)
				select ${seq}, ${fund}, id, 'USD', 5 from ledger_accounts where code = 'bank' and campaign_id = ${fund}`.execute(
				trx,
			);
		},
	],
	[
		"with a leg of another fund",
		"postings_journal_seq_campaign_id_fkey",
		async (trx) => legInSql(trx, other, await journalInSql(trx, fund, "a:20", gift), ["fx", 5]),
	],
	[
		"with a leg of nothing",
		"postings_amount_check",
		async (trx) => legInSql(trx, fund, await journalInSql(trx, fund, "a:21", gift), ["fx", 0]),
	],
];

test.each(refused)("bar 11: a journal that is %s is refused", async (_, constraint, work) => {
	const before = await balances(database.owner, fund);
	expect(await refusalOf(work)).toBe(constraint);
	expect(await balances(database.owner, fund)).toEqual(before);
});

test("a balance transaction without its journal is refused; one that moved nothing needs none", async () => {
	expect(await refusalOf((trx) => txnInSql(trx, fund, "txn_alone", 1_000))).toBe("ledger_stripe_posted");
	expect(await refusalOf((trx) => txnInSql(trx, fund, "txn_empty", 0))).toBeUndefined();
});

describe("bar 11: a journal is sealed", () => {
	const pair: Leg[] = [
		["bank", 5],
		["donations_bank", -5],
	];
	test("against a balanced pair of a later transaction", async () => {
		const seq = await posted("sealed:later");
		const late = async (trx: Db) => {
			for (const leg of pair) await legInSql(trx, fund, seq, leg);
		};
		expect(await refusalOf(late)).toBe("ledger_sealed");
		expect(await refusalOf(late, database.owner)).toBe("ledger_sealed");
	});
	test("once it has been checked, though its transaction goes on", async () => {
		const early = async (trx: Db) => {
			const seq = await journalInSql(trx, fund, "sealed:early", gift);
			await sql`set constraints all immediate`.execute(trx);
			await legInSql(trx, fund, seq, ["bank", 5]);
		};
		expect(await refusalOf(early)).toBe("ledger_sealed");
	});
});

describe("bar 11: what stands is not changed", () => {
	const tables = ["journals", "postings", "stripe_balance_txns", "closed_months", "journal_links"];
	test.each(tables)("%s: not by the application, and not by the owner", async (table) => {
		const statements = [
			sql`update ${sql.table(table)} set campaign_id = campaign_id`,
			sql`delete from ${sql.table(table)}`,
			sql`truncate ${sql.table(table)} cascade`,
		];
		for (const statement of statements) {
			expect(await refusalOf((trx) => statement.execute(trx))).toBe("42501");
			expect(await refusalOf((trx) => statement.execute(trx), database.owner)).toBe("ledger_immutable");
		}
	});
	test("the application chooses neither number, transaction, balance nor place in the chain", async () => {
		const statements = [
			sql`insert into journals (seq, campaign_id, kind, key, occurred_on) overriding system value
				values (1, ${fund}, 'test', 'mine', '2026-11-02')`,
			sql`insert into journals (campaign_id, kind, key, occurred_on, xid) values (${fund}, 'test', 'mine', '2026-11-02', '9')`,
			sql`insert into closed_months (campaign_id, month, closed_on) values (${fund}, '2026-11-01', '2027-01-01')`,
			sql`update ledger_balances set balance = 1`,
			sql`insert into ledger_balances (account_id, balance) values (1, 1)`,
			sql`update ledger_heads set n = 0`,
			sql`insert into journal_links (campaign_id, n, journal_seq, hash) values (${fund}, 1, 1, sha256(''))`,
			sql`update ledger_chart set floor_zero = false`,
			sql`update ledger_accounts set code = 'cash'`,
		];
		for (const statement of statements) expect(await refusalOf((trx) => statement.execute(trx))).toBe("42501");
	});
});

describe("bar 11: a journal is taken back", () => {
	const mirror: Leg[] = [
		["bank", -1_000],
		["donations_bank", 1_000],
	];
	test("once", async () => {
		const seq = await posted("reversed:once");
		await posted("reversed:once:back", mirror, { reverses: seq });
		expect(await refusalOf((trx) => journalInSql(trx, fund, "again", mirror, { reverses: seq }))).toBe(
			"journals_reverses_key",
		);
	});
	test("by its exact mirror", async () => {
		const seq = await posted("reversed:mirror");
		const half: Leg[] = [
			["bank", -500],
			["donations_bank", 500],
		];
		const elsewhere: Leg[] = [
			["bank", -1_000],
			["donations_cash", 1_000],
		];
		for (const legs of [half, elsewhere])
			expect(await refusalOf((trx) => journalInSql(trx, fund, "back", legs, { reverses: seq }))).toBe(
				"ledger_mirrored",
			);
	});
});

test("nothing is posted in a closed month; a month is closed when it is over, and stays closed", async () => {
	const close = (month: string) => (trx: Db) =>
		sql`insert into closed_months (campaign_id, month) values (${other}, ${month})`.execute(trx);
	const march = { occurredOn: "2026-03-31" };
	expect(await refusalOf(close("2026-03-01"))).toBeUndefined();
	expect(await refusalOf((trx) => journalInSql(trx, other, "march", gift, march))).toBe("ledger_month_open");
	expect(await refusalOf((trx) => journalInSql(trx, fund, "march", gift, march))).toBeUndefined();
	expect(await refusalOf(close("2999-01-01"))).toBe("closed_months_check");
	expect(await refusalOf(close("2026-02-02"))).toBe("closed_months_month_check");
});

test("bar 12: fifty who approve aid at once never promise more than is available less the reserve", async () => {
	const spring = await plantFund(database.owner, "fifty");
	await database.db.transaction().execute(async (trx) => {
		// 1,000.00 by card a month ago, of which a tenth is kept, and 100.00 in the bank: 1,000.00 can be given.
		await sql`insert into stripe_balance_txns (id, campaign_id, type, reporting_category, currency, amount, fee, net, created_on)
			values ('txn_fifty', ${spring}, 'charge', 'charge', 'EUR', 100000, 0, 100000, current_date - 30)`.execute(trx);
		const card: Leg[] = [
			["stripe_balance", 100_000],
			["donations_card", -100_000],
		];
		await journalInSql(trx, spring, "fifty:card", card, { stripeTxn: "txn_fifty" });
		const bank: Leg[] = [
			["bank", 10_000],
			["donations_bank", -10_000],
		];
		await journalInSql(trx, spring, "fifty:bank", bank);
	});
	expect(await available(database.db, spring, "EUR")).toBe(100_000);
	const approve = (n: number) => (trx: Db) =>
		journalInSql(trx, spring, `fifty:${n}`, [
			["aid_family", 3_000],
			["aid_payable", -3_000],
		]);
	const refusals = await withCrowd(database.url, 50, (crowd) =>
		Promise.all(Array.from({ length: 50 }, (_, n) => refusalOf(approve(n), crowd))),
	);
	expect(refusals.filter((refusal) => refusal === undefined)).toHaveLength(33);
	expect(refusals.filter((refusal) => refusal === "ledger_overspent")).toHaveLength(17);
	expect(await available(database.db, spring, "EUR")).toBe(1_000);
});
