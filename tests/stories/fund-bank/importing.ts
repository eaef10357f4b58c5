import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { readWords } from "#app/fund/bank/bank-desk.server.ts";
import type { EntryWanted } from "#tests/support/statements.ts";
import { aFund, booked, bring, camt, csv, database, donation, explain, imported, keys, openOf } from "./ground.ts";

// Each line of a bank's files is in the books once.

export function importing(): void {
	describe("each line is in the books once", () => {
		test("the same file twice, and one that overlaps it; two equal lines of one day both count", async () => {
			const fund = await aFund();
			const first = csv("2026-12-14,10,EUR,a,", "2026-12-15,5.00,EUR,same,", "2026-12-15,5.00,EUR,same,");
			const second = csv("2026-12-15,5.00,EUR,same,", "2026-12-15,5.00,EUR,same,", "2026-12-16,1,EUR,b,");
			expect(await imported(fund, first)).toMatchObject({ lines: 3, known: 0, unallocated: 3 });
			expect(await imported(fund, first)).toMatchObject({ lines: 3, known: 3, unallocated: 0 });
			expect(await imported(fund, second)).toMatchObject({ lines: 3, known: 2, unallocated: 1 });
			expect(await booked(fund)).toEqual({ "bank EUR": 2100, "unallocated EUR": -2100 });
		});

		test("camt.053 and CSV of the same account, in either order, however each words it", async () => {
			const entries: EntryWanted[] = [
				{ amount: "10.00", text: ["Gift for", "the fund"], name: "Sample Giver", reference: "R1" },
				{ amount: "10.00", text: ["Another gift"], name: "Sample Other", reference: "R2" },
				{ amount: "10.00", text: ["Another gift"], name: "Sample Other", reference: "R3" },
			];
			const lines = [
				"2026-12-16,10,EUR,SVWZ+Another gift,Sample Other",
				"2026-12-16,10,EUR,GIFT FOR THE FUND,Sample Giver",
				"2026-12-16,10,EUR,SVWZ+Another gift,Sample Other",
			];
			const one = await aFund();
			expect(await imported(one, camt(...entries))).toMatchObject({ unallocated: 3 });
			expect(await imported(one, csv(...lines))).toMatchObject({ lines: 3, known: 3 });
			const other = await aFund();
			expect(await imported(other, csv(...lines))).toMatchObject({ unallocated: 3 });
			expect(await imported(other, camt(...entries))).toMatchObject({ lines: 3, known: 3 });
			for (const fund of [one, other]) {
				expect(await imported(fund, camt(...entries))).toMatchObject({ known: 3 });
				expect(await booked(fund)).toEqual({ "bank EUR": 3000, "unallocated EUR": -3000 });
			}
		});

		test("what another kind of file says otherwise is a line of its own: money is shown twice rather than lost", async () => {
			const fund = await aFund();
			await imported(fund, camt({ amount: "10.00", text: ["one thing"] }));
			expect(await imported(fund, csv("2026-12-16,10,EUR,quite another,"))).toMatchObject({ known: 0, unallocated: 1 });
			const [line] = await openOf(fund);
			expect(await explain(fund, line?.id ?? "", { is: "double" })).toBeNull();
			expect(await booked(fund)).toEqual({ "bank EUR": 1000, "unallocated EUR": -1000 });
		});

		test("ten who bring the same file at once", async () => {
			const fund = await aFund();
			const file = csv("2026-12-14,10,EUR,a,", "2026-12-15,5,EUR,b,");
			await Promise.all(Array.from({ length: 10 }, () => imported(fund, file)));
			expect(await booked(fund)).toEqual({ "bank EUR": 1500, "unallocated EUR": -1500 });
		});

		test("nothing of who wrote what stands readable, nor can names be tried on it", async () => {
			const fund = await aFund();
			await imported(fund, csv("2026-12-14,10,EUR,from Suzie for the fund,Suzie Sample"));
			const { rows } = await sql<{ all: string }>`
			select string_agg(x, ' ') as all from (
				select to_jsonb(l)::text as x from bank_lines l where campaign_id = ${fund}
				union all select to_jsonb(j)::text from journals j where campaign_id = ${fund}) rows`.execute(database.owner);
			expect(rows[0]?.all).not.toMatch(/suzie/i);
			const words = { text: "from Suzie for the fund", counterparty: "Suzie Sample" };
			expect([...(await readWords(database.db, keys, fund)).values()]).toEqual([words]);
		});
	});

	test("what leaves less than nothing is left for the statement before, and comes with it", async () => {
		const fund = await aFund();
		const out = csv("2026-12-16,-5,EUR,out,");
		expect(await imported(fund, out)).toMatchObject({ overdrawn: 1 });
		await imported(fund, csv("2026-12-01,20,EUR,in,"));
		expect(await imported(fund, out)).toMatchObject({ overdrawn: 0, unallocated: 1 });
		expect(await booked(fund)).toMatchObject({ "bank EUR": 1500 });
	});

	test("a statement of another account than givers are shown is refused, unless it is said to be the fund's", async () => {
		const fund = await aFund();
		const { id } = await database.db
			.insertInto("fund_accounts")
			.values({ campaign_id: fund, mode: "transfer", holder: "Sample holder", iban: "FR7630006000011234567890189" })
			.returning("id")
			.executeTakeFirstOrThrow();
		await database.owner.updateTable("funds").set({ account_id: id }).where("campaign_id", "=", fund).execute();
		const file = camt({ amount: "1.00", text: ["x"] });
		expect(await bring(fund, file)).toEqual({ refused: "account" });
		const plain = "date,amount,currency,text,account\n2026-12-16,0.01,EUR,x,ACC2\n";
		expect(await bring(fund, plain)).toEqual({ refused: "account" });
		expect(await bring(fund, file, true)).toMatchObject({ unallocated: 1 });
	});

	test("a giver who is erased is erased from the bank's lines, and the same lines in another kind of file are no second gift", async () => {
		const fund = await aFund();
		const { reference, id } = await donation(fund);
		await imported(fund, csv(`2026-12-16,25,EUR,${reference},Sample Giver`, "2026-12-16,7,EUR,mine too,Sample Giver"));
		const [line] = await openOf(fund);
		expect(await explain(fund, line?.id ?? "", { is: "gift", reference })).toBeNull();
		expect((await readWords(database.db, keys, fund)).size).toBe(2);
		await sql`update donations set sealed = null, fingerprint = null, token_hash = null where id = ${id}`.execute(
			database.db,
		);
		expect((await readWords(database.db, keys, fund)).size).toBe(0);
		const again = camt(
			{ amount: "25.00", text: [`Gift ${reference}`] },
			{ amount: "7.00", text: ["worded otherwise"] },
		);
		expect(await imported(fund, again)).toMatchObject({ known: 2, gift: 0 });
	});
}
