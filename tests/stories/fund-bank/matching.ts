import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { AGED_DAYS, alarmOfAged } from "#app/fund/bank/aged.server.ts";
import { readBank } from "#app/fund/bank/bank-desk.server.ts";
import { printReference } from "#app/fund/giving/reference.ts";
import { entryOfAidPaid } from "#app/fund/ledger/entries.ts";
import { postEntry } from "#app/fund/ledger/post.server.ts";
import { journalInSql } from "#tests/support/ledger.ts";
import { aFund, booked, by, camt, csv, database, donation, explain, imported, openOf } from "./ground.ts";

// What lines say by themselves.

export function matching(): void {
	describe("a line explains itself", () => {
		test("by its reference, whatever case, spaces and look-alikes the bank made of it: a gift, and its receipt", async () => {
			const fund = await aFund();
			const { reference, id } = await donation(fund);
			const mails = async () => (await database.owner.selectFrom("email_deliveries").select("id").execute()).length;
			const before = await mails();
			const worn = printReference(reference).toLowerCase().replaceAll("0", "o").replaceAll("1", "l");
			expect(await imported(fund, csv(`2026-12-16,"25,00",EUR,Gift ${worn} thank you,`))).toMatchObject({ gift: 1 });
			expect(await booked(fund)).toEqual({ "bank EUR": 2500, "donations_bank EUR": -2500 });
			const gift = database.db.selectFrom("gifts").where("donation_id", "=", id).selectAll();
			expect(await gift.execute()).toMatchObject([{ way: "transfer", amount: 2500, receipt_due: false }]);
			expect(await mails()).toBe(before + 1);
		});

		test("of two references it is neither's", async () => {
			const fund = await aFund();
			const [one, two] = [await donation(fund), await donation(fund)];
			const text = `${one.reference} ${two.reference}`;
			expect(await imported(fund, csv(`2026-12-16,25,EUR,${text},`))).toMatchObject({ gift: 0, unallocated: 1 });
		});

		test("as the payout that was on its way, which is then closed, and arrives once", async () => {
			const fund = await aFund();
			const due = async () => (await readBank(database.db, fund)).payouts.map(({ id }) => id);
			for (const id of [`po_${fund}a`, `po_${fund}b`])
				await database.owner
					.insertInto("payouts")
					.values({
						id,
						campaign_id: fund,
						currency: "EUR",
						amount: 90_000,
						status: "paid",
						automatic: true,
						arrives_on: id.endsWith("a") ? "2026-12-15" : "2026-12-16",
						made_on: "2026-12-12",
					})
					.execute();
			await database.owner.transaction().execute((trx) =>
				journalInSql(trx, fund, `payouts ${fund}`, [
					["payout_transit", 180_000],
					["donations_card", -180_000],
				]),
			);
			expect(await due()).toHaveLength(2);
			const line = "2026-12-15,900.00,EUR,YNTYMAQ,STRIPE PAYMENTS EUROPE";
			expect(await imported(fund, csv(line))).toMatchObject({ payout: 1 });
			expect(await due()).toEqual([`po_${fund}b`]);
			// Another who gives just as much is no payout.
			expect(await imported(fund, csv(line, "2026-12-16,900,EUR,a gift,"))).toMatchObject({ known: 1, unallocated: 1 });
			expect(await imported(fund, csv(line, line))).toMatchObject({ known: 1, payout: 1 });
			expect(await due()).toEqual([]);
			expect(await booked(fund)).toMatchObject({ "bank EUR": 270_000, "unallocated EUR": -90_000 });
			expect(await booked(fund)).not.toHaveProperty("payout_transit EUR");
		});

		test("as the bank's own charge, and as aid that was paid and is in the books already", async () => {
			const fund = await aFund();
			await imported(fund, camt({ amount: "400.00", text: ["x"], day: "2026-12-01" }));
			await database.db.transaction().execute(async (trx) => {
				await journalInSql(trx, fund, `gift ${fund}`, [
					["unallocated", 40_000],
					["donations_bank", -40_000],
				]);
				await journalInSql(trx, fund, `promise ${fund}`, [
					["aid_family", 30_000],
					["aid_payable", -30_000],
				]);
				await postEntry(
					trx,
					fund,
					entryOfAidPaid({ id: `line-${fund}`, occurredOn: "2026-12-16" }, { currency: "EUR", amount: 30_000 }, 450),
					by,
				);
			});
			const file = camt(
				{ amount: "304.50", debit: true, text: ["paid"], reference: "A" },
				{ amount: "4.00", debit: true, family: "CHRG", about: "Account", reference: "B" },
			);
			expect(await imported(fund, file)).toMatchObject({ aid: 1, fees: 1, unallocated: 0 });
			expect(await booked(fund)).toMatchObject({ "bank EUR": 40_000 - 30_450 - 400, "transfer_fees EUR": 850 });
		});
	});

	test("what has not arrived, or is not explained, for more than five days is an alarm, once, and over when it is over", async () => {
		const fund = await aFund();
		await imported(fund, csv("2026-12-16,25,EUR,old,", "2026-12-16,26,EUR,new,"));
		const age = (days: number) =>
			sql`update bank_lines set brought_on = current_date - ${days}::int where campaign_id = ${fund} and amount = 2500`.execute(
				database.owner,
			);
		await sql`insert into payouts (id, campaign_id, currency, amount, status, automatic, arrives_on, made_on) values
		(${`po_late${fund}`}, ${fund}, 'EUR', 1, 'paid', true, current_date - ${AGED_DAYS + 1}::int, current_date - 20),
		(${`po_soon${fund}`}, ${fund}, 'EUR', 1, 'paid', true, current_date - ${AGED_DAYS}::int, current_date - 20),
		(${`po_gone${fund}`}, ${fund}, 'EUR', 1, 'failed', true, current_date - 30, current_date - 40)`.execute(
			database.owner,
		);
		const open = async () =>
			await database.db
				.selectFrom("fund_alarms")
				.where("campaign_id", "=", fund)
				.where("closed_on", "is", null)
				.orderBy("kind")
				.select(["kind", "about"])
				.execute();
		await age(AGED_DAYS);
		await alarmOfAged(database.db);
		expect(await open()).toEqual([{ kind: "payout-not-arrived", about: `po_late${fund}` }]);
		await age(AGED_DAYS + 1);
		await alarmOfAged(database.db);
		await alarmOfAged(database.db);
		const [old] = (await openOf(fund)).filter(({ amount }) => amount === 2500);
		expect(await open()).toEqual([
			{ kind: "payout-not-arrived", about: `po_late${fund}` },
			{ kind: "unallocated-old", about: old?.id },
		]);
		await explain(fund, old?.id ?? "", { is: "gift", reference: null });
		await alarmOfAged(database.db);
		expect(await open()).toEqual([{ kind: "payout-not-arrived", about: `po_late${fund}` }]);
	});

	test("a reference with a slip is no gift by itself: beside the line stands which one was meant, if as much is expected", async () => {
		const fund = await aFund();
		const { reference } = await donation(fund);
		const slip = `${reference.slice(0, 8)}${reference.endsWith("7") ? "8" : "7"}`;
		const file = csv(`2026-12-16,25,EUR,Gift ${printReference(slip)},`, `2026-12-16,24,EUR,Gift ${slip},`);
		expect(await imported(fund, file)).toMatchObject({ gift: 0, unallocated: 2 });
		const near = async () =>
			(await openOf(fund)).toSorted((a, b) => b.amount - a.amount).map((line) => [line.amount, line.near]);
		expect(await near()).toEqual([
			[2500, reference],
			[2400, null],
		]);
		// Once it has come it is expected no more.
		await imported(fund, csv(`2026-12-17,25,EUR,${reference},`));
		await imported(fund, csv(`2026-12-18,25,EUR,once more ${slip},`));
		expect(await near()).toEqual([
			[2500, reference],
			[2500, null],
			[2400, null],
		]);
	});
}
