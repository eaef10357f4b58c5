import { expect, test } from "vitest";
import { closeAgreed, gapsOf, keepSeen } from "#app/fund/bank/balances.server.ts";
import { readBank } from "#app/fund/bank/bank-desk.server.ts";
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
		await closeAgreed(database.db);
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
		await closeAgreed(database.db);
		expect(await open(fund)).toEqual([]);
	});

	test("what a treasurer saw at the bank is compared where files have no balances, and stands as the last one known", async () => {
		const fund = await aFund();
		const see = (day: string, amount: number, currency = "EUR") =>
			database.db.transaction().execute((trx) => keepSeen(trx, fund, by, { day, amount, currency }));
		await imported(fund, csv("2026-10-05,10,EUR,a,"));
		expect(await see("2026-10-31", 1000)).toEqual({ differs: false });
		expect(await see("2026-10-31", 1200)).toEqual({ differs: true });
		expect(await open(fund)).toEqual(["bank EUR 2026-10-31"]);
		expect(await see("2026-10-31", 1000)).toEqual({ differs: false });
		expect(await open(fund)).toEqual([]);
		expect(await see("2999-01-01", 1000)).toBe("day");
		await imported(fund, table("2026-11-05,5,EUR,c,17"));
		expect(await gapsOf(database.db, fund)).toEqual([{ currency: "EUR", after: "2026-10-31", before: "2026-11-05" }]);
		const [newest] = (await readBank(database.db, fund)).balances;
		expect(newest).toMatchObject({ day: "2026-11-05", booked: 1500, amount: 1700 });
		const rows = await database.db
			.selectFrom("bank_balances")
			.where("campaign_id", "=", fund)
			.where("source", "=", "desk")
			.select(["closing", "said_by"])
			.execute();
		expect(rows).toEqual([{ closing: 1000, said_by: by }]);
	});
}
