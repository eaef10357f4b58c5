import { sql } from "kysely";
import { expect, test } from "vitest";
import { gapsOf, keepSeen } from "#app/fund/bank/balances.server.ts";
import { readBank } from "#app/fund/bank/bank-desk.server.ts";
import { compareBalances } from "#app/fund/bank/compare.server.ts";
import { camt053, entryXml } from "#tests/support/statements.ts";
import { aFund, by, csv, database, explain, imported, openOf } from "./ground.ts";

// What statements say stood in the account.

export function balances(): void {
	test("a statement whose closing balance is not that of the books is an alarm, until it is", async () => {
		const fund = await aFund();
		const closing = `<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-12-16</Dt></Dt></Bal>`;
		const statement = camt053([entryXml({ amount: "10.00", text: ["x"] })], "02", "DE89370400440532013000", closing);
		const open = async () =>
			database.db
				.selectFrom("fund_alarms")
				.where("campaign_id", "=", fund)
				.where("closed_on", "is", null)
				.select(["kind", "about"])
				.execute();
		expect(await imported(fund, statement)).toMatchObject({ unallocated: 1, differs: 1 });
		expect(await open()).toEqual([{ kind: "balance-differs", about: "bank EUR 2026-12-16" }]);
		// What came later is not of that day.
		await imported(fund, csv("2026-12-15,20,EUR,missing,", "2026-12-17,5,EUR,later,"));
		const [line] = await openOf(fund);
		await explain(fund, line?.id ?? "", { is: "gift", reference: null });
		expect(await imported(fund, statement)).toMatchObject({ known: 1, differs: 0 });
		expect(await open()).toEqual([]);
	});

	const open = (campaignId: number) =>
		database.db
			.selectFrom("fund_alarms")
			.where("campaign_id", "=", campaignId)
			.where("closed_on", "is", null)
			.orderBy("about")
			.select("about")
			.execute()
			.then((rows) => rows.map(({ about }) => about));
	const hourly = () => database.db.transaction().execute((trx) => compareBalances(trx, null));
	const other = "00000000-0000-4000-8000-000000000002";
	const seen = (fund: number, who: string, day: string, amount: number, account = "") =>
		database.db.transaction().execute((trx) => keepSeen(trx, fund, who, { day, amount, currency: "EUR", account }));
	/** A table with what stood there after each line, as Wise and the cooperative banks have it. */
	const table = (...lines: string[]) => `date,amount,currency,text,balance\n${lines.join("\n")}\n`;

	test("the balance of a CSV is compared like a statement's, and its alarm is over when the books agree", async () => {
		const fund = await aFund();
		const late = table("2026-12-16,20,EUR,b,30");
		expect(await imported(fund, late)).toMatchObject({ unallocated: 1, differs: 1 });
		expect(await open(fund)).toEqual(["bank EUR 2026-12-16"]);
		const shown = async () => (await readBank(database.db, fund)).balances;
		expect(await shown()).toMatchObject([{ day: "2026-12-16", amount: 3000, booked: 2000, seen: false }]);
		await imported(fund, table("2026-12-01,10,EUR,a,10"));
		await hourly();
		expect(await open(fund)).toEqual([]);
		// Of a day that went on after the file nothing is said.
		await imported(fund, table("2026-12-16,20,EUR,b,30", "2026-12-16,5,EUR,c,35"));
		expect(await imported(fund, late)).toMatchObject({ known: 1, differs: 0 });
		expect(await open(fund)).toEqual([]);
	});

	test("a statement that does not begin with what stood there last says that statements are missing, until they come", async () => {
		const fund = await aFund();
		const gaps = () => gapsOf(database.db, fund);
		await imported(fund, table("2026-10-05,10,EUR,a,10", "2026-10-20,-2,EUR,b,8"));
		await imported(fund, table("2026-12-02,1,EUR,e,16"));
		expect(await gaps()).toEqual([{ currency: "EUR", after: "2026-10-20", before: "2026-12-02" }]);
		expect(await imported(fund, table("2026-11-03,3,EUR,c,11"))).toMatchObject({ differs: 0 });
		expect(await gaps()).toEqual([{ currency: "EUR", after: "2026-11-03", before: "2026-12-02" }]);
		// One that overlaps what is there, the newest line first.
		await imported(fund, table("2026-11-20,4,EUR,d,15", "2026-11-03,3,EUR,c,11"));
		expect(await gaps()).toEqual([]);
		await hourly();
		expect(await open(fund)).toEqual([]);
	});

	test("what a treasurer saw at the bank is compared where files have no balances, and their last word about a day counts", async () => {
		const fund = await aFund();
		const see = (day: string, amount: number) => seen(fund, by, day, amount);
		await imported(fund, csv("2026-10-05,10,EUR,a,"));
		expect(await see("2026-10-31", 1000)).toEqual({ differs: false });
		expect(await see("2026-10-31", 1200)).toEqual({ differs: true });
		expect(await open(fund)).toEqual(["bank EUR 2026-10-31"]);
		expect(await see("2026-10-31", 1000)).toEqual({ differs: false });
		expect(await open(fund)).toEqual([]);
		expect(await see("2999-01-01", 1000)).toBe("day");
		await imported(fund, table("2026-11-05,5,EUR,c,17"));
		expect((await readBank(database.db, fund)).balances).toMatchObject([
			{ day: "2026-11-05", booked: 1500, amount: 1700, seen: false },
			{ day: "2026-10-31", booked: 1000, amount: 1000, seen: true },
		]);
		const rows = await database.db
			.selectFrom("bank_balances")
			.where("campaign_id", "=", fund)
			.where("source", "=", "desk")
			.orderBy("n")
			.select(["closing", "said_by"])
			.execute();
		expect(rows).toEqual([1000, 1200, 1000].map((closing) => ({ closing, said_by: by })));
	});

	test("no word of one person closes what a file or somebody else says, nor takes its place", async () => {
		const fund = await aFund();
		await imported(fund, csv("2026-10-01,10,EUR,a,"));
		expect(await imported(fund, table("2026-10-05,2,EUR,b,5"))).toMatchObject({ differs: 1 });
		expect(await seen(fund, by, "2026-10-05", 1200)).toEqual({ differs: false });
		expect(await open(fund)).toEqual(["bank EUR 2026-10-05"]);
		// A line of that day makes the table incomparable, and no more than that.
		await imported(fund, csv("2026-10-05,1,EUR,more,"));
		await seen(fund, by, "2026-10-05", 1300);
		expect(await open(fund)).toEqual(["bank EUR 2026-10-05"]);
		expect(await seen(fund, other, "2026-10-31", 400)).toEqual({ differs: true });
		expect(await seen(fund, by, "2026-10-31", 1300)).toEqual({ differs: false });
		await hourly();
		expect(await open(fund)).toEqual(["bank EUR 2026-10-05", "bank EUR 2026-10-31"]);
		const { rows } = await sql`select from bank_balances where campaign_id = ${fund}`.execute(database.db);
		expect(rows).toHaveLength(5);
		for (const change of [sql`update bank_balances set closing = 1300`, sql`delete from bank_balances`])
			await expect(change.execute(database.db)).rejects.toMatchObject({ code: "42501" });
	});

	test("a balance that agreed is compared again: a line of an earlier day is an alarm, and so it is when somebody closes that", async () => {
		const fund = await aFund();
		expect(await imported(fund, table("2026-10-05,10,EUR,b,10"))).toMatchObject({ differs: 0 });
		await imported(fund, csv("2026-10-04,7,EUR,not there,"));
		expect(await open(fund)).toEqual(["bank EUR 2026-10-05"]);
		await sql`update fund_alarms set closed_on = current_date where campaign_id = ${fund}`.execute(database.db);
		await hourly();
		expect(await open(fund)).toEqual(["bank EUR 2026-10-05"]);
	});

	test("what somebody typed stands for no statement that is missing", async () => {
		const fund = await aFund();
		await imported(fund, table("2026-08-05,10,EUR,a,10"));
		await imported(fund, table("2026-10-05,1,EUR,b,4"));
		const gap = [{ currency: "EUR", after: "2026-08-05", before: "2026-10-05" }];
		expect(await gapsOf(database.db, fund)).toEqual(gap);
		await seen(fund, by, "2026-09-30", 300);
		expect(await gapsOf(database.db, fund)).toEqual(gap);
	});

	test("of two accounts each is compared with its own lines", async () => {
		const fund = await aFund();
		const of = (account: string, line: string, balance: string) =>
			`date,amount,currency,text,account,balance\n${line},${account},${balance}\n`;
		expect(await imported(fund, of("ACC2", "2026-10-01,0.01,EUR,x", "0.01"))).toMatchObject({ differs: 0 });
		const main = "DE89370400440532013000";
		expect(await imported(fund, of(main, "2026-10-05,10,EUR,b", "99"))).toMatchObject({ differs: 1 });
		expect(await imported(fund, of("ACC2", "2026-10-06,1,EUR,y", "1.01"))).toMatchObject({ differs: 0 });
		expect(await seen(fund, other, "2026-10-07", 1000)).toBe("accounts");
		expect(await seen(fund, other, "2026-10-07", 1000, main)).toEqual({ differs: false });
		expect(await seen(fund, other, "2026-10-08", 500, main)).toEqual({ differs: true });
		expect(await open(fund)).toEqual(["bank EUR 2026-10-05", "bank EUR 2026-10-08"]);
	});
}
