import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Said } from "#app/fund/bank/said.ts";
import { printReference } from "#app/fund/giving/reference.ts";
import { usualHoldAbove } from "#app/fund/holding/limits.ts";
import { entryOfAidPaid } from "#app/fund/ledger/entries.ts";
import { postEntry } from "#app/fund/ledger/post.server.ts";
import { journalInSql } from "#tests/support/ledger.ts";
import { aFund, booked, by, csv, database, donation, explain, imported, openOf } from "./ground.ts";

// What lines turn out to be, by one person's word.

export function explaining(): void {
	describe("what nobody knows waits in `unallocated`", () => {
		test("and is said to be what it is once, by whoever is first", async () => {
			const fund = await aFund();
			const { reference } = await donation(fund);
			await imported(
				fund,
				csv("2026-12-16,25,EUR,no code,", "2026-12-16,7,EUR,who knows,", "2026-12-16,3,EUR,wrong address,"),
			);
			const [mistaken, anonymous, known] = (await openOf(fund))
				.toSorted((a, b) => a.amount - b.amount)
				.map(({ id }) => id);
			expect(await explain(fund, known ?? "", { is: "gift", reference: "not one" })).toBe("reference");
			const said: Said = { is: "gift", reference: printReference(reference) };
			const answers = await Promise.all([1, 2, 3].map(() => explain(fund, known ?? "", said)));
			expect(answers.filter((answer) => answer === null)).toHaveLength(1);
			expect(answers.filter((answer) => answer === "already")).toHaveLength(2);
			expect(await explain(fund, anonymous ?? "", { is: "gift", reference: null })).toBeNull();
			expect(await explain(fund, mistaken ?? "", { is: "give-back" })).toBeNull();
			expect(await openOf(fund)).toEqual([]);
			expect(await booked(fund)).toEqual({ "bank EUR": 3500, "donations_bank EUR": -3200, "refund_due EUR": -300 });
		});

		test("Postgres refuses a second word about a line, and any about one that explains itself", async () => {
			const fund = await aFund();
			const { reference } = await donation(fund);
			await imported(fund, csv(`2026-12-16,25,EUR,${reference},`));
			const line = await database.db
				.selectFrom("bank_lines")
				.where("campaign_id", "=", fund)
				.selectAll()
				.executeTakeFirstOrThrow();
			const say = database.db.insertInto("bank_allocations").values({
				item_id: line.id,
				line_id: line.id,
				campaign_id: fund,
				became: "fees",
				journal_seq: line.journal_seq,
				decided_by: by,
			});
			await expect(say.execute()).rejects.toMatchObject({ constraint: "bank_allocations_once" });
			for (const change of [
				sql`update bank_lines set amount = 1`,
				sql`delete from bank_lines`,
				sql`delete from bank_line_identities`,
				sql`update bank_allocations set became = 'cash'`,
			])
				await expect(change.execute(database.db)).rejects.toMatchObject({ code: "42501" });
		});

		test("cash that is not there is not what was paid in", async () => {
			const fund = await aFund();
			await imported(fund, csv("2026-12-16,25,EUR,cash machine,"));
			const [line] = await openOf(fund);
			expect(await explain(fund, line?.id ?? "", { is: "cash" })).toBe("overdrawn");
			expect(await openOf(fund)).toHaveLength(1);
		});

		test("a payout without Stripe's name, and aid that was marked paid afterwards, are found by their amount", async () => {
			const fund = await aFund();
			await imported(fund, csv("2026-12-16,900,EUR,transfer,", "2026-12-16,-300,EUR,transfer,"));
			await database.owner.transaction().execute(async (trx) => {
				await sql`insert into payouts (id, campaign_id, currency, amount, status, automatic, arrives_on, made_on)
				values (${`po_${fund}`}, ${fund}, 'EUR', 90000, 'paid', true, '2026-12-16', '2026-12-12')`.execute(trx);
				await journalInSql(trx, fund, `out ${fund}`, [
					["payout_transit", 90_000],
					["donations_card", -90_000],
				]);
				await journalInSql(trx, fund, `promise ${fund}`, [
					["aid_family", 30_000],
					["aid_payable", -30_000],
				]);
				const paid = entryOfAidPaid(
					{ id: `after-${fund}`, occurredOn: "2026-12-16" },
					{ currency: "EUR", amount: 30_000 },
				);
				await postEntry(trx, fund, paid, by);
			});
			const [first, second] = (await openOf(fund)).toSorted((a, b) => b.amount - a.amount);
			expect(first?.mayBe.map(({ is }) => is)).toEqual(["payout"]);
			expect(second?.mayBe.map(({ is }) => is)).toEqual(["aid"]);
			expect(await explain(fund, first?.id ?? "", { is: "payout", about: "po_other" })).toBe("not-open");
			for (const line of [first, second])
				for (const { is, about } of line?.mayBe ?? [])
					expect(await explain(fund, line?.id ?? "", { is, about })).toBeNull();
			expect(await booked(fund)).toMatchObject({ "bank EUR": 60_000 });
			expect(await booked(fund)).not.toHaveProperty("unallocated EUR");
		});
	});

	test("a gift by transfer from a party waits for two, in `unallocated`, also when the desk finds out whose it is", async () => {
		const fund = await aFund();
		const { reference } = await donation(fund, "party");
		expect(await imported(fund, csv(`2026-12-16,25,EUR,${reference},`))).toMatchObject({ held: 1, gift: 0 });
		await imported(fund, csv("2026-12-16,30,EUR,the same party,"));
		const [line] = await openOf(fund);
		expect(await explain(fund, line?.id ?? "", { is: "gift", reference })).toBeNull();
		// Too large for one person, and whoever it is from: the same.
		await imported(fund, csv(`2026-12-16,${usualHoldAbove("EUR") / 100 + 1},EUR,a lot,`));
		const [large] = await openOf(fund);
		expect(await explain(fund, large?.id ?? "", { is: "gift", reference: null })).toBeNull();
		expect(await booked(fund)).toEqual({ "bank EUR": 505_600, "unallocated EUR": -505_600 });
		const sums = await sql<{ unallocated: number }>`
		select s.unallocated from gift_sums s join held_gifts h on h.gift_id = s.gift_id
		where h.campaign_id = ${fund} order by 1`.execute(database.db);
		expect(sums.rows).toEqual([{ unallocated: 2500 }, { unallocated: 3000 }, { unallocated: 500_100 }]);
	});
}
