import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { explainByTwo } from "#app/fund/bank/allocate.server.ts";
import { partLine } from "#app/fund/bank/part-line.server.ts";
import type { ByTwo } from "#app/fund/bank/said.ts";
import { listGifts } from "#app/fund/gifts/desk.server.ts";
import { promiseDueReturns } from "#app/fund/holding/returns.server.ts";
import { giveBackGift } from "#app/fund/holding/settle.server.ts";
import { findOwnDonation } from "#app/fund/managing/own-donation.server.ts";
import { journalInSql } from "#tests/support/ledger.ts";
import {
	aFund,
	booked,
	by,
	camt,
	csv,
	database,
	donation,
	explain,
	imported,
	keys,
	openOf,
	origin,
	twoKeepers,
} from "./ground.ts";

// What of money that left one person alone may not say.

const byTwoOf = (campaignId: number, asked: ByTwo) =>
	database.db.transaction().execute((trx) => explainByTwo(trx, { campaignId, by }, asked));

/** Two have agreed, as far as a row can say it. */
const agreed = (campaignId: number, { asks, subject }: ByTwo, [asked, agreed]: readonly [string, string]) =>
	sql`insert into approvals (action, campaign_id, subject, state, asked_by, agreed_by, not_before)
		values (${asks}, ${campaignId}, ${subject}, 'agreed', ${asked}, ${agreed}, now())`.execute(database.owner);

export function byTwo(): void {
	describe("what left the account", () => {
		test("keeps no word of whom it was for, in no row, and is known again by day and amount in either kind of file", async () => {
			const fund = await aFund();
			await imported(fund, csv("2026-12-01,100,EUR,in,"));
			const file = csv("2026-12-16,-30,EUR,help for a family,Aigul Sample", "2026-12-16,-30,EUR,help,Another Sample");
			expect(await imported(fund, file)).toMatchObject({ unallocated: 2 });
			const entry = { amount: "30.00", debit: true, text: ["quite another word"], name: "Aigul Sample" } as const;
			expect(await imported(fund, camt({ ...entry, reference: "A" }, { ...entry, reference: "B" }))).toMatchObject({
				known: 2,
			});
			expect(await imported(fund, file.replaceAll("help", "worded anew"))).toMatchObject({ known: 2 });
			const { rows } = await sql<{ sealed: Buffer | null }>`
			select sealed from bank_lines where campaign_id = ${fund} and amount < 0`.execute(database.owner);
			expect(rows).toEqual([{ sealed: null }, { sealed: null }]);
			await expect(
				sql`update bank_lines set sealed = '\\x00' where campaign_id = ${fund} and amount < 0`.execute(database.db),
			).rejects.toMatchObject({ constraint: "bank_lines_without_families" });
		});

		test("is the bank's charge by one person's word only in small; Postgres wants two for more", async () => {
			const fund = await aFund();
			const debits = [50.01, 50, 49, 48, 47, 6.01].map((amount) => `2026-12-16,-${amount},EUR,out,`);
			await imported(fund, csv("2026-12-01,1000,EUR,in,", ...debits));
			const lines = new Map((await openOf(fund)).map(({ id, amount }) => [-amount, id]));
			const say = (amount: number) => explain(fund, lines.get(amount) ?? "", { is: "fees" });
			const large = lines.get(5001) ?? "";
			expect(await say(5001)).toEqual({ asks: "bank.fees", subject: large });
			for (const amount of [5000, 4900, 4800, 4700]) expect(await say(amount)).toBeNull();
			// 200.00 a month.
			expect(await say(601)).toMatchObject({ asks: "bank.fees" });
			const fees = () => byTwoOf(fund, { asks: "bank.fees", subject: large });
			await expect(fees()).rejects.toMatchObject({ constraint: "bank_by_two" });
			await agreed(fund, { asks: "bank.fees", subject: large }, await twoKeepers(fund));
			expect(await fees()).toBe(true);
			expect(await fees()).toBe(false);
			expect(await booked(fund)).toMatchObject({ "transfer_fees EUR": 19_400 + 5001 });
			// A file that calls it a charge is one person's word too.
			const charge = camt({ amount: "45.00", debit: true, family: "CHRG", about: "Account", reference: "C" });
			expect(await imported(fund, charge)).toMatchObject({ fees: 0, unallocated: 1 });
		});

		test("counts in the month in which it was said, whatever day is written", async () => {
			const fund = await aFund();
			const debits = [1, 2, 3, 4, 5].map((n) => `2026-12-16,-50,EUR,out ${n},`);
			await imported(fund, csv("2026-12-01,1000,EUR,in,", ...debits));
			const say = ({ id, lineId }: { id: string; lineId: string }) =>
				database.db.transaction().execute(async (trx) => {
					const sides = [["unallocated", -5000] as const, ["transfer_fees", 5000] as const];
					const seq = await journalInSql(trx, fund, `allocation:${id}`, sides);
					await sql`insert into bank_allocations (item_id, line_id, campaign_id, became, journal_seq, decided_by, decided_on)
						values (${id}, ${lineId}, ${fund}, 'fees', ${seq}, ${by}, '2020-01-01')`.execute(trx);
				});
			const [fifth, ...four] = (await openOf(fund)).filter(({ amount }) => amount < 0);
			for (const one of four) await say(one);
			if (!fifth) throw new Error("five lines are open");
			await expect(say(fifth)).rejects.toMatchObject({ constraint: "bank_by_two" });
		});

		test("is here twice only where another file brought such a line, which stays", async () => {
			const fund = await aFund();
			await imported(fund, csv("2026-12-01,100,EUR,in,", "2026-12-16,-30,EUR,out,", "2026-12-16,-30,EUR,out,"));
			const [one, two] = (await openOf(fund)).filter(({ amount }) => amount < 0).map(({ id }) => id);
			expect(await explain(fund, one ?? "", { is: "double" })).toBe("no-twin");
			for (const twin of [one, two]) {
				const say = database.db.insertInto("bank_allocations").values({
					item_id: one ?? "",
					line_id: one ?? "",
					campaign_id: fund,
					became: "double",
					twin: twin ?? "",
					journal_seq: 1,
					decided_by: by,
				});
				await expect(say.execute()).rejects.toMatchObject({ constraint: "bank_allocations_twin" });
			}
		});
	});

	test("counted cash was paid into the bank by two people's word, of a line and of a part of one", async () => {
		const fund = await aFund();
		await database.owner.transaction().execute((trx) =>
			journalInSql(trx, fund, `cash ${fund}`, [
				["cash", 50_000],
				["donations_bank", -50_000],
			]),
		);
		await imported(fund, csv("2026-12-16,2000,EUR,many gifts,"));
		const [line] = await openOf(fund);
		await database.db
			.transaction()
			.execute((trx) => partLine(trx, { campaignId: fund, by }, line?.id ?? "", () => [50_000, 150_000]));
		const [small, large] = (await openOf(fund)).toSorted((a, b) => a.amount - b.amount);
		const asked = { asks: "bank.cash", subject: small?.id ?? "" } as const;
		expect(await explain(fund, small?.id ?? "", { is: "cash" })).toEqual(asked);
		expect(await explain(fund, large?.id ?? "", { is: "cash" })).toBe("overdrawn");
		await expect(byTwoOf(fund, asked)).rejects.toMatchObject({ constraint: "bank_by_two" });
		await agreed(fund, asked, await twoKeepers(fund));
		expect(await byTwoOf(fund, asked)).toBe(true);
		expect(await booked(fund)).toMatchObject({ "bank EUR": 200_000, "unallocated EUR": -150_000 });
		expect(await booked(fund)).not.toHaveProperty("cash EUR");
	});

	test("a gift by transfer went back by two people's word, and its giver hears of it, once", async () => {
		const fund = await aFund();
		const { reference } = await donation(fund);
		await imported(fund, csv(`2026-12-16,25,EUR,${reference},`, "2026-12-17,-25,EUR,back,"));
		const [line] = await openOf(fund);
		const asked = await explain(fund, line?.id ?? "", { is: "refund", reference });
		const gift = await database.db.selectFrom("gifts").where("campaign_id", "=", fund).select("id").executeTakeFirst();
		const refund = { asks: "bank.refund", subject: `${line?.id}/${gift?.id}` } as const;
		expect(asked).toEqual(refund);
		const back = () => byTwoOf(fund, refund);
		await expect(back()).rejects.toMatchObject({ constraint: "bank_by_two" });
		const [one, two] = await twoKeepers(fund);
		const [stranger] = await twoKeepers(await aFund());
		await agreed(fund, refund, [one, stranger]);
		await expect(back()).rejects.toMatchObject({ constraint: "bank_by_two" });
		await sql`delete from approvals where campaign_id = ${fund}`.execute(database.owner);
		await agreed(fund, refund, [one, two]);
		const tell = () => promiseDueReturns(database.db, keys, origin);
		expect(await tell()).toBe(0);
		expect(await back()).toBe(true);
		expect(await tell()).toBe(1);
		expect(await tell()).toBe(0);
		expect(await booked(fund)).toMatchObject({ "refunds EUR": 2500 });
		const { gifts } = await listGifts(database.db, fund, { page: 1 });
		expect(gifts).toMatchObject([{ state: "refunded" }]);
	});

	test("a held gift that two gave back is called given back once the line that it left by is recorded, not before", async () => {
		const fund = await aFund();
		const { reference, token } = await donation(fund, "party");
		await imported(fund, csv(`2026-12-16,25,EUR,${reference},`, "2026-12-16,30,EUR,gift,"));
		const held = await database.db.selectFrom("held_gifts").where("campaign_id", "=", fund).select("gift_id").execute();
		const id = held[0]?.gift_id ?? "";
		const keepers = await twoKeepers(fund);
		await sql`insert into approvals (action, campaign_id, subject, state, asked_by, agreed_by, not_before)
			values ('gift.give-back', ${fund}, ${id}, 'agreed', ${keepers[0]}, ${keepers[1]}, now())`.execute(database.owner);
		expect(await database.db.transaction().execute((trx) => giveBackGift(trx, fund, id, keepers[1]))).toBe(true);
		const states = async () => {
			const own = await findOwnDonation(database.db, keys, token);
			const { gifts } = await listGifts(database.db, fund, { page: 1 });
			const of = (some: readonly { id: string; state: string }[]) => some.find((one) => one.id === id)?.state;
			return [own.state === "found" && of(own.donation.gifts), of(gifts)];
		};
		expect(await states()).toEqual(["refund-due", "refund-due"]);
		await imported(fund, csv("2026-12-17,-25,EUR,returned,"));
		const left = (await openOf(fund)).find(({ amount }) => amount < 0)?.id ?? "";
		const asked = { asks: "bank.given-back", subject: left } as const;
		expect(await explain(fund, left, { is: "given-back" })).toEqual(asked);
		await agreed(fund, asked, keepers);
		expect(await byTwoOf(fund, asked)).toBe(true);
		expect(await states()).toEqual(["refunded", "refunded"]);
	});

	test("what was owed to a giver and left the account is said by two", async () => {
		const fund = await aFund();
		await imported(fund, csv("2026-12-16,25,EUR,gift,", "2026-12-16,3,EUR,wrong address,"));
		const [owed, gift] = (await openOf(fund)).toSorted((a, b) => a.amount - b.amount).map(({ id }) => id);
		expect(await explain(fund, gift ?? "", { is: "gift", reference: null })).toBeNull();
		expect(await explain(fund, owed ?? "", { is: "give-back" })).toBeNull();
		await imported(fund, csv("2026-12-17,-3,EUR,returned,", "2026-12-17,-4,EUR,more,"));
		const [more, left] = (await openOf(fund)).toSorted((a, b) => a.amount - b.amount).map(({ id }) => id);
		expect(await explain(fund, left ?? "", { is: "give-back" })).toBe("direction");
		expect(await explain(fund, more ?? "", { is: "given-back" })).toBe("nothing-owed");
		const asked = { asks: "bank.given-back", subject: left ?? "" } as const;
		expect(await explain(fund, left ?? "", { is: "given-back" })).toEqual(asked);
		await expect(byTwoOf(fund, asked)).rejects.toMatchObject({ constraint: "bank_by_two" });
		await agreed(fund, asked, await twoKeepers(fund));
		expect(await byTwoOf(fund, asked)).toBe(true);
		expect(await booked(fund)).toEqual({ "bank EUR": 2100, "unallocated EUR": 400, "donations_bank EUR": -2500 });
	});
}
