import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { available, balances } from "#app/fund/ledger/balances.server.ts";
import { mendBeneficiary } from "#app/fund/paying/beneficiaries.server.ts";
import { recordCheck } from "#app/fund/paying/checks.server.ts";
import type { Check } from "#app/fund/paying/checks.ts";
import { declareConflict, listBeneficiaries } from "#app/fund/paying/people.server.ts";
import { findAid, listAid } from "#app/fund/paying/requests.server.ts";
import { saveAidRules, spendable } from "#app/fund/paying/rules.server.ts";
import {
	type AidHouse,
	aidHouse,
	databaseDay,
	goodChecks,
	memberOf,
	payment,
	plantFamily,
	plantRequest,
	step,
} from "#tests/support/aid.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { journalInSql } from "#tests/support/ledger.ts";

// Help that goes out: asked for by one, approved by two, paid, shown to have arrived, confirmed by another. Postgres keeps
// the rules: what the desk's pages forbid, SQL of the application's role is refused.

let database: TestDatabase;
let house: AidHouse;
let asker: string;
let one: string;
let two: string;
beforeAll(async () => {
	database = await testDatabase();
	house = await aidHouse(database, "out", 1_000_000);
	[asker = "", one = "", two = ""] = await Promise.all([
		memberOf(house, "treasurer"),
		memberOf(house, "committee"),
		memberOf(house, "committee"),
	]);
});
afterAll(async () => {
	await house.close();
	await database.drop();
});

const approveBy = (id: string, by: string) => step(house, id, by, { step: "approve" });
const inSql = (id: string, by: string) =>
	sql`insert into aid_approvals (request_id, turn, approved_by) values (${id}, 1, ${by})`.execute(house.db);
const refused = (constraint: string) => ({ code: "23514", constraint });
async function approved(amount = 30_000) {
	const family = await plantFamily(house, asker);
	const id = await plantRequest(house, asker, family, amount);
	await approveBy(id, one);
	expect(await approveBy(id, two)).toEqual({ state: "payable" });
	return { id, family };
}
const stateOf = async (id: string) => (await findAid(house.db, house.fund.id, id, asker))?.state;
const inBooks = async (account: string) =>
	(await balances(house.db, house.fund.id)).find((one) => one.account === account)?.balance ?? 0;

test("from asking to delivered, and what the books say of it", async () => {
	const [before, promised, aid] = [await inBooks("bank"), await inBooks("aid_payable"), await inBooks("aid_family")];
	const { id } = await approved();
	expect([await inBooks("aid_payable"), await inBooks("aid_family")]).toEqual([promised - 30_000, aid + 30_000]);
	expect(await step(house, id, asker, await payment(house))).toEqual({ state: "paid" });
	expect([await inBooks("bank"), await inBooks("aid_payable"), await inBooks("transfer_fees")]).toEqual([
		before - 30_450,
		promised,
		450,
	]);
	expect(await step(house, id, asker, { step: "contact", note: "a friend of theirs" })).toEqual({ state: "evidence" });
	expect(await step(house, id, asker, { step: "deliver" })).toEqual({ refused: "second" });
	expect(await step(house, id, one, { step: "deliver" })).toEqual({ state: "delivered" });
	expect(await step(house, id, one, { step: "cancel", because: "mistake" })).toEqual({ refused: "state" });
});

describe("bar 12: an approval is refused, by the page and in SQL,", () => {
	test("to whoever asked", async () => {
		const both = await memberOf(house, "committee", "treasurer");
		const id = await plantRequest(house, both, await plantFamily(house, asker));
		expect(await approveBy(id, both)).toEqual({ refused: "requester" });
		await expect(inSql(id, both)).rejects.toMatchObject(refused("aid_requester"));
	});

	test("twice to the same person", async () => {
		const id = await plantRequest(house, asker, await plantFamily(house, asker));
		expect(await approveBy(id, one)).toEqual({ state: "requested" });
		expect(await approveBy(id, one)).toEqual({ refused: "twice" });
		await expect(inSql(id, one)).rejects.toMatchObject(refused("aid_twice"));
		expect(await stateOf(id)).toBe("requested");
	});

	test("to whoever declared a conflict of interest, before or between the two approvals", async () => {
		const family = await plantFamily(house, asker);
		const id = await plantRequest(house, asker, family);
		const near = await memberOf(house, "committee");
		await approveBy(id, near);
		await declareConflict(house.db, house.fund.id, family, near);
		expect(await approveBy(id, one)).toEqual({ refused: "first" });
		await expect(inSql(id, one)).rejects.toMatchObject(refused("aid_first"));
		const again = await plantRequest(house, asker, family);
		expect(await approveBy(again, near)).toEqual({ refused: "conflict" });
		await expect(inSql(again, near)).rejects.toMatchObject(refused("aid_conflict"));
	});

	test("to whoever is no member of the committee, or one for less than 48 hours", async () => {
		const id = await plantRequest(house, asker, await plantFamily(house, asker));
		const outside = await memberOf(house, "administrator", "treasurer", "moderator");
		await expect(inSql(id, outside)).rejects.toMatchObject(refused("aid_member"));
		const fresh = await memberOf(house, "committee");
		const granted = (hours: number) =>
			sql`update campaign_roles set granted_by = ${one}, granted_at = now() - make_interval(hours => ${hours}::int)
				where organiser_id = ${fresh}`.execute(house.owner);
		await granted(47);
		expect(await approveBy(id, fresh)).toEqual({ refused: "member" });
		await granted(48);
		expect(await approveBy(id, fresh)).toEqual({ state: "requested" });
		// And of one whom the other brought in, the second is none.
		expect(await approveBy(id, one)).toEqual({ refused: "two" });
	});

	test("to two who both have their place from who asks", async () => {
		const id = await plantRequest(house, asker, await plantFamily(house, asker));
		const puppets = await Promise.all([memberOf(house, "committee"), memberOf(house, "committee")]);
		await sql`update campaign_roles set granted_by = ${asker}, granted_at = now() - interval '90 days'
			where organiser_id = any (${puppets})`.execute(house.owner);
		expect(await approveBy(id, puppets[0] ?? "")).toEqual({ state: "requested" });
		expect(await approveBy(id, puppets[1] ?? "")).toEqual({ refused: "two" });
		await expect(inSql(id, puppets[1] ?? "")).rejects.toMatchObject(refused("aid_two"));
	});

	test.each(["agreement", "lists", "foreign-money"] as const)("without the check of %s", async (kind) => {
		const family = await plantFamily(house, asker, "Nameless Sample", false);
		const id = await plantRequest(house, asker, family);
		const at = { campaignId: house.fund.id, beneficiary: family, by: asker };
		const checks = goodChecks(await databaseDay(house));
		for (const check of checks) if (check.kind !== kind) await recordCheck(house.db, house.vault, at, check);
		expect(await approveBy(id, one)).toEqual({ refused: "checks" });
		await expect(inSql(id, one)).rejects.toMatchObject(refused("aid_checks"));
		expect((await findAid(house.db, house.fund.id, id, one))?.missing).toEqual([kind]);
		const [missing] = checks.filter((check) => check.kind === kind);
		if (missing) await recordCheck(house.db, house.vault, at, missing);
		expect(await approveBy(id, one)).toEqual({ state: "requested" });
	});

	test("once a check is 90 days old, and where the newest came to a no", async () => {
		const family = await plantFamily(house, asker);
		const id = await plantRequest(house, asker, family);
		await approveBy(id, one);
		const aged = (days: number) =>
			sql`update beneficiary_checks set made_on = current_date - ${days}::int
				where beneficiary_id = ${family} and kind = 'lists'`.execute(house.owner);
		await aged(90);
		expect(await approveBy(id, two)).toEqual({ refused: "checks" });
		await aged(89);
		const [, lists] = goodChecks(await databaseDay(house));
		const at = { campaignId: house.fund.id, beneficiary: family, by: asker };
		if (lists) await recordCheck(house.db, house.vault, at, { ...lists, result: "found" });
		expect(await approveBy(id, two)).toEqual({ refused: "checks" });
		if (lists) await recordCheck(house.db, house.vault, at, { ...lists, result: "namesake" });
		expect(await approveBy(id, two)).toEqual({ state: "payable" });
	});

	test("beyond what one family gets in 365 days", async () => {
		const cap = (amount: number | null) =>
			saveAidRules(house.db, house.fund.id, {
				criteria: "",
				cap: amount === null ? null : { amount, currency: "EUR" },
				keepDays: 180,
			});
		const { family } = await approved(30_000);
		await cap(50_000);
		const id = await plantRequest(house, asker, family, 20_001);
		expect(await approveBy(id, one)).toEqual({ refused: "cap" });
		await cap(50_001);
		expect(await approveBy(id, one)).toEqual({ state: "requested" });
		await cap(null);
	});
});

describe("in SQL, as the application's role,", () => {
	test("nothing is payable without two approvals, nor without the books", async () => {
		const id = await plantRequest(house, asker, await plantFamily(house, asker));
		const promise = () =>
			sql`update aid_requests set state = 'payable', payable_on = current_date where id = ${id}`.execute(house.db);
		await expect(promise()).rejects.toMatchObject(refused("aid_approvals"));
		await inSql(id, one);
		await inSql(id, two);
		await expect(promise()).rejects.toMatchObject(refused("aid_books"));
	});

	test("nothing is paid without a payment in the books, by anybody but a treasurer, in another way than the family chose", async () => {
		const { id } = await approved();
		const pay = (by: string, way: string) =>
			house.db
				.insertInto("aid_payments")
				.values({ request_id: id, paid_from: "bank", way, paid_by: by, paid_on: sql<string>`current_date` })
				.execute();
		await expect(pay(one, "bank")).rejects.toMatchObject(refused("aid_member"));
		await expect(pay(asker, "cash")).rejects.toMatchObject(refused("aid_way"));
		const paid = () => sql`update aid_requests set state = 'paid' where id = ${id}`.execute(house.db);
		await expect(paid()).rejects.toMatchObject(refused("aid_payment"));
		await pay(asker, "bank");
		await expect(paid()).rejects.toMatchObject(refused("aid_books"));
	});

	test("no amount, family or state is changed, and nothing that was decided is taken back", async () => {
		const { id, family } = await approved();
		await expect(sql`update aid_requests set amount = 1 where id = ${id}`.execute(house.db)).rejects.toMatchObject({
			code: "42501",
		});
		await expect(
			sql`update aid_requests set state = 'delivered', delivered_by = ${one}, delivered_on = current_date where id = ${id}`.execute(
				house.db,
			),
		).rejects.toMatchObject(refused("aid_state"));
		for (const table of ["aid_approvals", "beneficiary_conflicts", "beneficiary_checks", "aid_payments"])
			await expect(sql`delete from ${sql.table(table)}`.execute(house.db)).rejects.toMatchObject({ code: "42501" });
		await expect(
			sql`update beneficiary_checks set result = 'found' where beneficiary_id = ${family}`.execute(house.db),
		).rejects.toMatchObject({ code: "42501" });
	});

	test("a check that says less than its kind asks for, or lies ahead, is none", async () => {
		const family = await plantFamily(house, asker, "Nameless Sample", false);
		const check = (columns: string, values: string) =>
			sql`insert into beneficiary_checks (beneficiary_id, made_by, ${sql.raw(columns)})
				values (${family}, ${asker}, ${sql.raw(values)})`.execute(house.db);
		const whole = refused("beneficiary_checks_whole");
		await expect(check("kind, made_on, result", "'agreement', current_date, 'agreed'")).rejects.toMatchObject(whole);
		await expect(check("kind, made_on, result", "'lists', current_date, 'nothing'")).rejects.toMatchObject(whole);
		// Explained in neither of the two languages, and no lawyer asked.
		const money = "kind, made_on, result, languages, lawyer_on";
		for (const last of ["array['en'], current_date", "array['kk'], null"])
			await expect(check(money, `'foreign-money', current_date, 'notice', ${last}`)).rejects.toMatchObject(whole);
		await expect(
			check("kind, made_on, result, lists", "'lists', current_date + 1, 'nothing', array['un']"),
		).rejects.toMatchObject(refused("aid_future"));
	});
});

describe("after somebody approved", () => {
	const elsewhere = { name: "Nameless Sample", reach: "by a friend", account: "another account", note: "" };
	const mend = (family: string, account = elsewhere.account) =>
		mendBeneficiary(house.db, house.vault, house.fund.id, family, { ...elsewhere, account });
	const check = async (family: string, kind: Check["kind"], other: Partial<Check>) => {
		const good = goodChecks(await databaseDay(house)).find((one) => one.kind === kind);
		if (!good) throw new Error("no such check");
		const at = { campaignId: house.fund.id, beneficiary: family, by: asker };
		expect(await recordCheck(house.db, house.vault, at, { ...good, ...other })).toBe("recorded");
	};
	const payInSql = (id: string, way: string, fee = 0) =>
		house.db
			.insertInto("aid_payments")
			.values({ request_id: id, paid_from: "bank", way, fee, paid_by: asker, paid_on: sql<string>`current_date` })
			.execute();

	test("another account or way makes it void: a second does not approve it, and what was approved is not paid", async () => {
		for (const change of [
			(family: string) => mend(family),
			(family: string) => check(family, "agreement", { way: "cash" }),
		]) {
			const family = await plantFamily(house, asker);
			const asked = await plantRequest(house, asker, family);
			await approveBy(asked, one);
			const { id, family: other } = await approved();
			await change(family);
			await change(other);
			expect(await approveBy(asked, two)).toEqual({ refused: "changed" });
			await expect(inSql(asked, two)).rejects.toMatchObject(refused("aid_changed"));
			expect(await step(house, id, asker, await payment(house))).toEqual({ refused: "changed" });
			await expect(payInSql(id, "cash")).rejects.toMatchObject(refused("aid_changed"));
			// And asked for again, it is approved as it is now.
			expect(await step(house, id, asker, { step: "cancel", because: "mistake" })).toEqual({ state: "cancelled" });
			const again = await plantRequest(house, asker, other);
			await approveBy(again, one);
			expect(await approveBy(again, two)).toEqual({ state: "payable" });
		}
	});

	test("what is saved or agreed to as it was changes nothing", async () => {
		const { id, family } = await approved();
		expect(await mend(family, "an account")).toBe(true);
		await check(family, "agreement", { how: "letter" });
		expect(await step(house, id, asker, await payment(house))).toEqual({ state: "paid" });
	});

	test("a find on a list stops the payment, until a newer look finds a namesake", async () => {
		const { id, family } = await approved();
		await check(family, "lists", { result: "found" });
		expect(await step(house, id, asker, await payment(house))).toEqual({ refused: "checks" });
		await expect(payInSql(id, "bank")).rejects.toMatchObject(refused("aid_checks"));
		await check(family, "lists", { result: "namesake" });
		expect(await step(house, id, asker, await payment(house))).toEqual({ state: "paid" });
	});

	test.each([
		[30_000, 5_000],
		[60_000, 6_000],
	])("of %i a transfer costs %i at the most", async (amount, most) => {
		const { id } = await approved(amount);
		const pay = { ...(await payment(house)), fee: most + 1 };
		expect(await step(house, id, asker, pay)).toEqual({ refused: "fee" });
		await expect(payInSql(id, "bank", most + 1)).rejects.toMatchObject(refused("aid_fee"));
		expect(await step(house, id, asker, { ...pay, fee: most })).toEqual({ state: "paid" });
	});

	test("the fee is counted in the currency's own minor units", async () => {
		const { rows } = await sql<{ most: number[] }>`
			select array[most_aid_fee(100, 'JPY'), most_aid_fee(100, 'EUR'), most_aid_fee(100, 'KWD')] as most`.execute(
			house.db,
		);
		expect(rows[0]?.most.map(Number)).toEqual([50, 5_000, 50_000]);
	});
});

test("waiving evidence takes two, keeps why, and a third confirms", async () => {
	const { id } = await approved();
	await step(house, id, asker, await payment(house));
	expect(await step(house, id, one, { step: "waive", reason: "danger", note: "" })).toEqual({ state: "paid" });
	expect(await step(house, id, one, { step: "agree-waiver" })).toEqual({ refused: "second" });
	await expect(
		sql`update aid_evidence set second_by = given_by, second_on = current_date where request_id = ${id}`.execute(
			house.db,
		),
	).rejects.toMatchObject({ code: "23514" });
	expect(await step(house, id, two, { step: "agree-waiver" })).toEqual({ state: "evidence" });
	const aid = await findAid(house.db, house.fund.id, id, asker);
	expect(aid?.evidence).toMatchObject([{ kind: "waived", by: one, second: two, reason: "danger" }]);
	expect(await step(house, id, two, { step: "deliver" })).toEqual({ state: "delivered" });
});

test("cancelling what was promised takes it back in the books, once, and says why", async () => {
	const [promised, free] = [await inBooks("aid_payable"), await available(house.db, house.fund.id, "EUR")];
	const { id } = await approved();
	expect(await available(house.db, house.fund.id, "EUR")).toBe(free - 30_000);
	expect(await step(house, id, one, { step: "cancel", because: "danger" })).toEqual({ state: "cancelled" });
	expect([await inBooks("aid_payable"), await available(house.db, house.fund.id, "EUR")]).toEqual([promised, free]);
	expect(await step(house, id, one, { step: "cancel", because: "danger" })).toEqual({ refused: "state" });
	expect((await findAid(house.db, house.fund.id, id, one))?.cancelled).toMatchObject({ by: one, because: "danger" });
});

test("how long things wait is counted in days", async () => {
	const { id } = await approved();
	await sql`update aid_requests set payable_on = current_date - 9 where id = ${id}`.execute(house.owner);
	const { rows, more } = await listAid(house.db, house.fund.id);
	expect([rows.find((aid) => aid.id === id)?.waits, more]).toEqual([9, false]);
});

test("no list ends before everything in it: the rest is on further pages, each thing once", async () => {
	const walk = async (read: (page: number) => Promise<{ rows: { id: string }[]; more: boolean }>) => {
		const ids: string[] = [];
		for (let page = 1; ; page++) {
			const { rows, more } = await read(page);
			expect(rows.length).toBeLessThanOrEqual(2);
			ids.push(...rows.map(({ id }) => id));
			if (!more) return ids.sort();
		}
	};
	const all = async (table: "aid_requests" | "beneficiaries") =>
		(await house.db.selectFrom(table).where("campaign_id", "=", house.fund.id).select("id").execute())
			.map(({ id }) => id)
			.sort();
	for (let n = 0; n < 3; n++) await plantRequest(house, asker, await plantFamily(house, asker));
	expect(await walk((page) => listAid(house.db, house.fund.id, page, 2))).toEqual(await all("aid_requests"));
	expect(await walk((page) => listBeneficiaries(house.db, house.fund.id, page, 2))).toEqual(await all("beneficiaries"));
});

test("what may be given out is what the books say, in each currency of theirs", async () => {
	expect(await spendable(house.db, house.fund.id)).toEqual([
		{ currency: "EUR", available: await available(house.db, house.fund.id, "EUR"), reserve: 0 },
	]);
});

test("bar 12: fifty approvals at once promise what there is less the reserve, and no cent more", async () => {
	const other = await aidHouse(database, "many", 0, house);
	try {
		// By card: a tenth of it is kept back.
		await other.owner.transaction().execute(async (trx) => {
			await sql`insert into stripe_balance_txns
				(id, campaign_id, type, reporting_category, currency, amount, fee, net, created_on)
				values ('txn_many', ${other.fund.id}, 'charge', 'charge', 'EUR', 100000, 0, 100000, current_date)`.execute(trx);
			await journalInSql(
				trx,
				other.fund.id,
				"stripe:txn_many",
				[
					["stripe_balance", 100_000],
					["donations_card", -100_000],
				],
				{ stripeTxn: "txn_many" },
			);
		});
		const asks = await memberOf(other, "treasurer");
		const [first, second] = await Promise.all([memberOf(other, "committee"), memberOf(other, "committee")]);
		const families = await Promise.all(Array.from({ length: 5 }, () => plantFamily(other, asks)));
		const ids: string[] = [];
		for (let n = 0; n < 50; n++) ids.push(await plantRequest(other, asks, families[n % 5] ?? "", 4_000));
		await Promise.all(ids.map((id) => step(other, id, first ?? "", { step: "approve" })));
		const came = await Promise.all(ids.map((id) => step(other, id, second ?? "", { step: "approve" })));
		const promised = came.filter((one) => "state" in one && one.state === "payable").length;
		const short = came.filter((one) => "refused" in one && one.refused === "not-enough").length;
		// 1000.00 less 100.00 is 22 times 40.00.
		expect([promised, short]).toEqual([22, 28]);
		expect(await available(other.db, other.fund.id, "EUR")).toBe(90_000 - 22 * 4_000);
	} finally {
		await other.close();
	}
});
