import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AGED_DAYS, alarmOfAged } from "#app/fund/bank/aged.server.ts";
import { explainFees, explainLine, type Said } from "#app/fund/bank/allocate.server.ts";
import { readBank, readWords } from "#app/fund/bank/bank-desk.server.ts";
import { type Imported, importStatement } from "#app/fund/bank/import.server.ts";
import { readStatement } from "#app/fund/bank/read-statement.server.ts";
import type { Statement } from "#app/fund/bank/statement.ts";
import { recordDonation } from "#app/fund/giving/donations.server.ts";
import { printReference } from "#app/fund/giving/reference.ts";
import { balances } from "#app/fund/ledger/balances.server.ts";
import { entryOfAidPaid } from "#app/fund/ledger/entries.ts";
import { postEntry } from "#app/fund/ledger/post.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { journalInSql, plantFund } from "#tests/support/ledger.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { camt053, type EntryWanted, entryXml } from "#tests/support/statements.ts";

// A bank's files: each line once, explained by itself or by the desk, and never lost.

let database: TestDatabase;
let keys: KeyRing;
const origin = "https://example.org";
const by = "00000000-0000-4000-8000-000000000001";
beforeAll(async () => {
	database = await testDatabase();
	keys = readKeyRing(`1:${randomBytes(32).toString("base64")}`);
});
afterAll(() => database.drop());

let funds = 0;
async function aFund() {
	return plantFund(database.owner, `bank-${++funds}`);
}
const bring = async (campaignId: number, file: string, otherAccount = false) => {
	const statement = (await readStatement(Buffer.from(file))) as Statement;
	return importStatement({ db: database.db, keys, origin }, statement, { campaignId, actor: by, otherAccount });
};
const imported = async (campaignId: number, file: string) => (await bring(campaignId, file)) as Imported;
const csv = (...lines: string[]) => `date,amount,currency,text,name\n${lines.join("\n")}\n`;
const camt = (...entries: EntryWanted[]) => camt053(entries.map((entry) => entryXml(entry)));
const booked = async (campaignId: number) =>
	Object.fromEntries(
		(await balances(database.db, campaignId))
			.filter(({ balance }) => balance !== 0)
			.map(({ account, currency, balance }) => [`${account} ${currency}`, balance]),
	);
const donation = (campaignId: number, giver: "person" | "party" = "person") =>
	recordDonation(
		database.db,
		keys,
		campaignId,
		{
			frequency: "once",
			way: "transfer",
			giver,
			currency: "EUR",
			amount: 2500,
			cover: 0,
			email: "giver@example.org",
			displayName: "",
			dedication: "",
		},
		"en",
	);
const explain = (campaignId: number, lineId: string, said: Said) =>
	database.db.transaction().execute((trx) => explainLine(trx, { keys, origin, campaignId, by }, lineId, said));
const openOf = async (campaignId: number) => (await readBank(database.db, campaignId)).open;

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

describe("a line explains itself", () => {
	test("by its reference, whatever case, spaces and look-alikes the bank made of it: a gift, and its receipt", async () => {
		const fund = await aFund();
		const { reference, id } = await donation(fund);
		const worn = printReference(reference).toLowerCase().replaceAll("0", "o").replaceAll("1", "l");
		expect(await imported(fund, csv(`2026-12-16,"25,00",EUR,Gift ${worn} thank you,`))).toMatchObject({ gift: 1 });
		expect(await booked(fund)).toEqual({ "bank EUR": 2500, "donations_bank EUR": -2500 });
		const gift = database.db.selectFrom("gifts").where("donation_id", "=", id).selectAll();
		expect(await gift.execute()).toMatchObject([{ way: "transfer", amount: 2500, receipt_due: false }]);
		const promised = database.owner.selectFrom("email_deliveries").select("id").execute();
		expect(await promised).toHaveLength(1);
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
		// The bank sends it back.
		await imported(fund, csv("2026-12-17,-3,EUR,returned,"));
		const [left] = await openOf(fund);
		expect(await explain(fund, left?.id ?? "", { is: "give-back" })).toBe("direction");
		expect(await explain(fund, left?.id ?? "", { is: "given-back" })).toBeNull();
		expect(await booked(fund)).toEqual({ "bank EUR": 3200, "donations_bank EUR": -3200 });
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
		await expect(explain(fund, line?.id ?? "", { is: "cash" })).rejects.toMatchObject({
			constraint: "ledger_overdrawn",
		});
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
	expect(await bring(fund, file, true)).toMatchObject({ unallocated: 1 });
});

test("a gift by transfer from a party waits for two, in `unallocated`, also when the desk finds out whose it is", async () => {
	const fund = await aFund();
	const { reference } = await donation(fund, "party");
	expect(await imported(fund, csv(`2026-12-16,25,EUR,${reference},`))).toMatchObject({ held: 1, gift: 0 });
	await imported(fund, csv("2026-12-16,30,EUR,the same party,"));
	const [line] = await openOf(fund);
	expect(await explain(fund, line?.id ?? "", { is: "gift", reference })).toBeNull();
	expect(await booked(fund)).toEqual({ "bank EUR": 5500, "unallocated EUR": -5500 });
	const sums = await sql<{ unallocated: number }>`
		select s.unallocated from gift_sums s join held_gifts h on h.gift_id = s.gift_id
		where h.campaign_id = ${fund} order by 1`.execute(database.db);
	expect(sums.rows).toEqual([{ unallocated: 2500 }, { unallocated: 3000 }]);
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
		expect(await say(5001)).toBe("two");
		for (const amount of [5000, 4900, 4800, 4700]) expect(await say(amount)).toBeNull();
		// 200.00 a month.
		expect(await say(601)).toBe("two");
		const large = lines.get(5001) ?? "";
		const fees = () => database.db.transaction().execute((trx) => explainFees(trx, { campaignId: fund, by }, large));
		await expect(fees()).rejects.toMatchObject({ constraint: "bank_fees_by_two" });
		const people = [];
		for (const role of ["treasurer", "committee"] as const)
			people.push((await makeOrganiser({ db: database.db, keys }, { campaign: `bank-${funds}`, roles: [role] })).id);
		await sql`insert into approvals (action, campaign_id, subject, state, asked_by, agreed_by, not_before)
			values ('bank.fees', ${fund}, ${large}, 'agreed', ${people[0]}, ${people[1]}, now())`.execute(database.owner);
		expect(await fees()).toBe(true);
		expect(await fees()).toBe(false);
		expect(await booked(fund)).toMatchObject({ "transfer_fees EUR": 19_400 + 5001 });
		// A file that calls it a charge is one person's word too.
		const charge = camt({ amount: "45.00", debit: true, family: "CHRG", about: "Account", reference: "C" });
		expect(await imported(fund, charge)).toMatchObject({ fees: 0, unallocated: 1 });
	});

	test("is here twice only where another file brought such a line, which stays", async () => {
		const fund = await aFund();
		await imported(fund, csv("2026-12-01,100,EUR,in,", "2026-12-16,-30,EUR,out,", "2026-12-16,-30,EUR,out,"));
		const [one, two] = (await openOf(fund)).filter(({ amount }) => amount < 0).map(({ id }) => id);
		expect(await explain(fund, one ?? "", { is: "double" })).toBe("no-twin");
		for (const twin of [one, two]) {
			const say = database.db.insertInto("bank_allocations").values({
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
	const again = camt({ amount: "25.00", text: [`Gift ${reference}`] }, { amount: "7.00", text: ["worded otherwise"] });
	expect(await imported(fund, again)).toMatchObject({ known: 2, gift: 0 });
});

test("a giver hears that a gift by transfer went back", async () => {
	const fund = await aFund();
	const { reference } = await donation(fund);
	await imported(fund, csv(`2026-12-16,25,EUR,${reference},`, "2026-12-17,-25,EUR,back,"));
	const mails = () => database.owner.selectFrom("email_deliveries").select("message_id").execute();
	const before = (await mails()).length;
	const [line] = await openOf(fund);
	expect(await explain(fund, line?.id ?? "", { is: "refund", reference })).toBeNull();
	expect(await mails()).toHaveLength(before + 1);
	expect(await booked(fund)).toMatchObject({ "refunds EUR": 2500 });
});
