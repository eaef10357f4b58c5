import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { countBox, openBox } from "#app/fund/cash/cash.server.ts";
import { readCash } from "#app/fund/cash/cash-desk.server.ts";
import { recordDonation } from "#app/fund/giving/donations.server.ts";
import { newReference } from "#app/fund/giving/reference.ts";
import { readHeld, setHoldLimit } from "#app/fund/holding/held-desk.server.ts";
import { isHeld } from "#app/fund/holding/hold.server.ts";
import { usualHoldAbove } from "#app/fund/holding/limits.ts";
import { promiseDueReceipts } from "#app/fund/holding/receipts.server.ts";
import { promiseDueReturns } from "#app/fund/holding/returns.server.ts";
import { acceptGift, giveBackGift } from "#app/fund/holding/settle.server.ts";
import { balances } from "#app/fund/ledger/balances.server.ts";
import { entryOfBankLine, entryOfCash } from "#app/fund/ledger/entries.ts";
import { postEntry } from "#app/fund/ledger/post.server.ts";
import { performDue } from "#app/organise/approvals/perform.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { promised } from "#tests/support/gift-mails.ts";
import { journalInSql, plantFund, plantGift } from "#tests/support/ledger.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { houseOf } from "#tests/support/organisers.ts";

// Cash is a gift when two came to the same; a large gift, or one of a party or a state, when two accept it: Postgres says so.

let database: TestDatabase;
let keys: KeyRing;
let fund: number;
let slug: string;
let one: string;
let two: string;
let funds = 0;
beforeAll(async () => {
	database = await testDatabase();
	keys = readKeyRing(`1:${randomBytes(32).toString("base64")}`);
});
afterAll(() => database.drop());
beforeEach(async () => {
	slug = `cash-${++funds}`;
	fund = await plantFund(database.owner, slug);
	[one, two] = [await keeper(), await keeper()];
});

async function keeper(role: "treasurer" | "committee" | "writer" = "treasurer"): Promise<string> {
	return (await makeOrganiser({ db: database.db, keys }, { campaign: slug, roles: [role] })).id;
}
const inOne = <Result>(work: (trx: Db) => Promise<Result>) => database.db.transaction().execute(work);
const enter = (amount: number, by = one) =>
	inOne((trx) => openBox(trx, { campaignId: fund, currency: "EUR", amount, takenOn: "2026-11-02", by }));
const count = (number: number, amount: number, by = two) =>
	inOne((trx) => countBox(trx, { campaignId: fund, number, amount, by }));
const booked = async () =>
	Object.fromEntries((await balances(database.db, fund)).map(({ account, balance }) => [account, balance]));

describe("cash", () => {
	test("is a gift once two have counted the same; the first number is not shown before", async () => {
		expect(await enter(1500)).toBe(1);
		expect(await booked()).toEqual({});
		expect((await readCash(database.db, fund)).boxes[0]?.counts).toEqual([{ by: one, amount: null }]);
		expect(await count(1, 1500)).toEqual({ became: "counted" });
		expect(await booked()).toEqual({ cash: 1500, donations_cash: -1500 });
		expect(await count(1, 1500)).toEqual({ no: "counted" });
		expect(await count(2, 1500)).toEqual({ no: "unknown" });
	});

	test("counted differently is nothing, and is counted anew by two", async () => {
		await enter(1500);
		expect(await count(1, 1400)).toEqual({ became: "differs" });
		expect(await booked()).toEqual({});
		expect(await count(1, 1450, one)).toEqual({ became: "entered" });
		expect(await count(1, 1450)).toEqual({ became: "counted" });
		expect(await booked()).toEqual({ cash: 1450, donations_cash: -1450 });
	});

	test("is not counted twice by one person, nor by who came yesterday, nor by who keeps no money", async () => {
		await enter(1500);
		expect(await count(1, 1500, one)).toEqual({ no: "same" });
		expect(await count(1, 1500, await keeper("writer"))).toEqual({ no: "too-new" });
		const late = await keeper();
		const since = (hours: number, from = two) =>
			sql`update campaign_roles set granted_by = ${from}, granted_at = now() - make_interval(hours => ${hours}::int)
				where organiser_id = ${late}`.execute(database.owner);
		await since(47);
		expect(await count(1, 1500, late)).toEqual({ no: "too-new" });
		await since(49, one);
		expect(await count(1, 1500, late)).toEqual({ no: "too-new" });
		await since(49);
		expect(await count(1, 1500, late)).toEqual({ became: "counted" });
	});

	test("that two have not counted alike is refused by Postgres itself, to the application's role", async () => {
		await enter(1500);
		const { id } = await database.db
			.selectFrom("cash_boxes")
			.where("campaign_id", "=", fund)
			.select("id")
			.executeTakeFirstOrThrow();
		const gift = randomUUID();
		await sql`insert into gifts (id, campaign_id, way, currency, amount) values (${gift}, ${fund}, 'cash', 'EUR', 1500)`.execute(
			database.db,
		);
		const refused = (work: (trx: Db) => Promise<unknown>, constraint: string) =>
			expect(inOne(work)).rejects.toMatchObject({ constraint });
		const said =
			(turn: number, by: string, amount = 1500) =>
			(trx: Db) =>
				trx.insertInto("cash_counts").values({ box_id: id, round: 1, turn, amount, counted_by: by }).execute();
		await refused(said(2, await keeper("writer")), "cash_counts_by_two");
		await refused(said(2, one), "cash_counts_by_two");
		await refused(said(1, two), "cash_counts_pkey");
		const counted = (trx: Db) =>
			sql`update cash_boxes set state = 'counted', amount = 1500, gift_id = ${gift} where id = ${id}`.execute(trx);
		await refused(counted, "cash_boxes_counted");
		await inOne(said(2, two, 1400));
		await refused(counted, "cash_boxes_counted");
		for (const key of [`cash:${id}`, `anything:${id}`])
			await refused(
				(trx) =>
					journalInSql(
						trx,
						fund,
						key,
						[
							["cash", 1500],
							["donations_cash", -1500],
						],
						{ giftId: gift },
					),
				"ledger_cash_counted",
			);
		const entry = entryOfCash({ id, occurredOn: "2026-11-02", giftId: gift }, { currency: "EUR", amount: 1500 });
		await refused((trx) => postEntry(trx, fund, entry, one), "ledger_cash_counted");
		for (const change of [sql`delete from cash_counts`, sql`update cash_counts set amount = 1500`])
			await expect(change.execute(database.db)).rejects.toMatchObject({ code: "42501" });
	});

	test("that is counted changes no more", async () => {
		await enter(1500);
		await count(1, 1500);
		await expect(
			sql`update cash_boxes set taken_on = '2026-11-01' where campaign_id = ${fund}`.execute(database.db),
		).rejects.toMatchObject({
			constraint: "cash_boxes_final",
		});
	});

	test("counted by ten at once is one gift", async () => {
		await enter(1500);
		const outcomes = await Promise.all(Array.from({ length: 10 }, () => count(1, 1500)));
		expect(outcomes.filter((outcome) => "became" in outcome)).toHaveLength(1);
		expect(await booked()).toEqual({ cash: 1500, donations_cash: -1500 });
	});
});

describe("a gift that is large, or from a party or a state", () => {
	/** Posts a transfer as a bank's line does. */
	async function transfer(amount: number, giver: "person" | "party" | "state" = "person") {
		const donation = await recordDonation(
			database.db,
			keys,
			fund,
			{
				frequency: "once",
				way: "transfer",
				giver,
				currency: "EUR",
				amount,
				cover: 0,
				email: "giver@example.org",
				displayName: "",
				dedication: "",
			},
			"en",
		);
		return inOne(async (trx) => {
			const { id } = await trx
				.insertInto("gifts")
				.values({ campaign_id: fund, donation_id: donation.id, way: "transfer", currency: "EUR", amount })
				.returning("id")
				.executeTakeFirstOrThrow();
			const held = await isHeld(trx, id);
			const money = { currency: "EUR", amount };
			const fact = { id: randomUUID(), occurredOn: "2026-11-02", giftId: id };
			await postEntry(trx, fund, entryOfBankLine(fact, money, held ? "held" : "gift"), null);
			return { id, held };
		});
	}
	const approve = (
		gift: string,
		state: "asked" | "agreed",
		by: readonly string[] = [one, two],
		action: "gift.accept" | "gift.give-back" = "gift.accept",
	) =>
		sql`insert into approvals (action, campaign_id, subject, state, asked_by, agreed_by, not_before)
			values (${action}, ${fund}, ${gift}, ${state}, ${by[0]}, ${state === "agreed" ? by[1] : null}::uuid,
				${state === "agreed" ? sql`now()` : null})`.execute(database.owner);

	test("is held by who gives, or by an amount above the limit, which the fund may set", async () => {
		const above = usualHoldAbove("EUR");
		expect(usualHoldAbove("JPY")).toBe(500_000);
		expect((await transfer(above)).held).toBe(false);
		expect((await transfer(above + 1)).held).toBe(true);
		expect((await transfer(100, "party")).held).toBe(true);
		expect((await transfer(100, "state")).held).toBe(true);
		const before = await transfer(900);
		await setHoldLimit(database.db, fund, { currency: "EUR", amount: 800 });
		expect((await transfer(900)).held).toBe(true);
		await expect(setHoldLimit(database.db, fund, { currency: "EUR", amount: above + 1 })).rejects.toMatchObject({
			constraint: "fund_hold_limits_usual",
		});
		// What was the fund's stays the fund's, whatever comes of it later.
		expect(await isHeld(database.db, before.id)).toBe(false);
	});

	test("is the fund's once two have accepted it, and its giver thanked then, once", async () => {
		const { id } = await transfer(600_000);
		expect(await booked()).toEqual({ bank: 600_000, unallocated: -600_000 });
		const accept = () => inOne((trx) => acceptGift(trx, fund, id, two));
		await expect(accept()).rejects.toMatchObject({ constraint: "held_gifts_by_two" });
		await approve(id, "asked");
		await expect(accept()).rejects.toMatchObject({ constraint: "held_gifts_by_two" });
		await sql`delete from approvals where subject = ${id}`.execute(database.owner);
		await approve(id, "agreed");
		await expect(accept()).rejects.toMatchObject({ constraint: "held_gifts_by_two" });
		await sql`delete from approvals where subject = ${id}`.execute(database.owner);
		await approve(id, "agreed", [await keeper("committee"), await keeper("committee")]);
		expect(await promiseDueReceipts(database.db, keys, "https://example.org")).toBe(0);
		expect(await accept()).toBe(true);
		expect(await accept()).toBe(false);
		expect(await booked()).toEqual({ bank: 600_000, unallocated: 0, donations_bank: -600_000 });
		expect(await promiseDueReceipts(database.db, keys, "https://example.org")).toBe(1);
		expect(await promiseDueReceipts(database.db, keys, "https://example.org")).toBe(0);
	});

	test("is no income before, whatever the code says, and is not held as settled", async () => {
		const { id } = await transfer(100, "party");
		const money = { currency: "EUR", amount: 100 };
		const fact = { id: randomUUID(), occurredOn: "2026-11-02", giftId: id };
		await expect(inOne((trx) => postEntry(trx, fund, entryOfBankLine(fact, money, "gift"), one))).rejects.toMatchObject(
			{ constraint: "ledger_gift_held" },
		);
		// Nor where the code holds nothing at all.
		const unheld = (amount: number, giver?: "party" | "state", currency = "EUR") =>
			inOne(async (trx) => {
				const giftId = await plantGift(trx, fund, { currency, amount }, "transfer");
				if (giver) {
					const { rows } = await sql<{ id: string }>`
						insert into donations (campaign_id, reference, frequency, way, giver, currency, amount, locale)
						values (${fund}, ${newReference(randomBytes)}, 'once', 'transfer', ${giver}, 'EUR', ${amount}, 'en')
						returning id`.execute(trx);
					await trx.updateTable("gifts").where("id", "=", giftId).set({ donation_id: rows[0]?.id }).execute();
				}
				const income = entryOfBankLine({ ...fact, id: randomUUID(), giftId }, { currency, amount }, "gift");
				await postEntry(trx, fund, income, one);
			});
		const early = { constraint: "ledger_gift_held" };
		await expect(unheld(9_000_000, "party")).rejects.toMatchObject(early);
		await expect(unheld(100, "state")).rejects.toMatchObject(early);
		for (const currency of ["EUR", "JPY", "KWD"]) {
			await expect(unheld(usualHoldAbove(currency) + 1, undefined, currency)).rejects.toMatchObject(early);
			await unheld(usualHoldAbove(currency), undefined, currency);
		}
		await setHoldLimit(database.db, fund, { currency: "EUR", amount: 800 });
		await expect(unheld(801)).rejects.toMatchObject(early);
		const other = await transfer(50);
		await expect(
			sql`insert into held_gifts (gift_id, campaign_id, why, state, settled_on)
				values (${other.id}, ${fund}, 'amount', 'accepted', current_date)`.execute(database.db),
		).rejects.toMatchObject({ constraint: "held_gifts_by_two" });
		await expect(sql`delete from held_gifts`.execute(database.db)).rejects.toMatchObject({ code: "42501" });
	});

	test("that is asked for by a member of yesterday, or that Postgres refuses to these two, has failed and can be asked for anew", async () => {
		const { id } = await transfer(600_000);
		const perform = async () => {
			await performDue(houseOf(database).performer, new AbortController().signal);
			const { rows } = await sql`
				delete from approvals where subject = ${id} returning state, reason`.execute(database.owner);
			return rows;
		};
		await sql`delete from approvals`.execute(database.owner);
		const members = [await keeper("committee"), await keeper("committee")];
		const since = (hours: number) =>
			sql`update campaign_roles set granted_by = ${one}, granted_at = now() - make_interval(hours => ${hours}::int)
				where organiser_id = ${members[0]}`.execute(database.owner);
		await since(47);
		await approve(id, "agreed", members);
		expect(await perform()).toEqual([{ state: "failed", reason: "not-two" }]);
		await since(49);
		await sql`create function refuse_test() returns trigger language plpgsql as $$ begin
			raise exception 'not these two' using errcode = '23514', constraint = 'anything_by_two'; end $$`.execute(
			database.owner,
		);
		await sql`create trigger refuse_test before update on held_gifts execute function refuse_test()`.execute(
			database.owner,
		);
		await approve(id, "agreed", members);
		expect(await perform()).toEqual([{ state: "failed", reason: "not-two" }]);
		await sql`drop function refuse_test cascade`.execute(database.owner);
		await approve(id, "agreed", members);
		expect(await perform()).toEqual([{ state: "done", reason: null }]);
	});

	test("by transfer goes back as what is owed once two have decided so, and is not accepted any more", async () => {
		const { id } = await transfer(100, "party");
		const giveBack = () => inOne((trx) => giveBackGift(trx, fund, id, two));
		const tell = () => promiseDueReturns(database.db, keys, "https://example.org");
		await expect(giveBack()).rejects.toMatchObject({ constraint: "held_gifts_by_two" });
		// What was agreed to was another thing, or by two who are one.
		const keepers = [await keeper("treasurer"), await keeper("committee")];
		await approve(id, "agreed", keepers);
		await expect(giveBack()).rejects.toMatchObject({ constraint: "held_gifts_by_two" });
		await approve(id, "agreed", [one, await keeper("writer")], "gift.give-back");
		await expect(giveBack()).rejects.toMatchObject({ constraint: "held_gifts_by_two" });
		await sql`delete from approvals where subject = ${id}`.execute(database.owner);
		await approve(id, "agreed", keepers, "gift.give-back");
		expect(await tell()).toBe(0);
		expect(await giveBack()).toBe(true);
		expect(await giveBack()).toBe(false);
		// The giver hears of it, once.
		expect([await tell(), await tell()]).toEqual([1, 0]);
		const [told] = (await promised({ db: database.db, keys }, "gift-returned")).slice(-1);
		expect(told?.values.how).toContain("goes back to you by bank transfer");
		const owed = async () =>
			(await readHeld(database.db, keys, fund, ["EUR"])).gifts.find(({ giftId }) => giftId === id)?.owed;
		expect(await owed()).toBe(100);
		expect(await booked()).toEqual({ bank: 100, unallocated: 0, refund_due: -100 });
		await approve(id, "agreed");
		expect(await inOne((trx) => acceptGift(trx, fund, id, two))).toBe(false);
	});
});
