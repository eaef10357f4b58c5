import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reservePercent } from "#app/fund/ledger/reserve.server.ts";
import { agree } from "#app/organise/approvals/approvals.server.ts";
import { performDue } from "#app/organise/approvals/perform.server.ts";
import { changeReserve, reserveDesk } from "#app/organise/fund/reserve/change-reserve.server.ts";
import { needsOperator } from "#app/organise/people/committee.server.ts";
import type { SignedIn } from "#app/organise/signed-in.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantFund } from "#tests/support/ledger.ts";
import { asking, houseOf, type OrganisersHouse, organiserIn } from "#tests/support/organisers.ts";

// What a fund keeps back against gifts that banks take back: more of it is one person's word, less of it is two people's,
// who came in by different hands.

let database: TestDatabase;
let house: OrganisersHouse;
let campaign: { id: number; slug: string };
let first: SignedIn;
let puppet: SignedIn;
beforeAll(async () => {
	database = await testDatabase();
	house = houseOf(database);
	campaign = { id: await plantFund(database.owner, "reserve"), slug: "reserve" };
	first = await organiserIn(house, campaign, "administrator");
	puppet = await organiserIn(house, campaign, "administrator", "treasurer");
	await sql`update campaign_roles set granted_by = ${first.id}, granted_at = now() - interval '90 days'
		where organiser_id = ${puppet.id}`.execute(database.owner);
});
afterAll(() => database.drop());

const change = (who: SignedIn, percent: number) => changeReserve(house.db, asking(house, who), campaign, percent);
const percent = () => reservePercent(house.db, campaign.id);
const inSql = (percent: number) =>
	sql`update funds set reserve_percent = ${percent} where campaign_id = ${campaign.id}`.execute(house.db);
const refused = { constraint: "funds_reserve_by_two" };

test("one person keeps more back, at once and on record", async () => {
	expect([await change(first, 10), await change(first, 25), await percent()]).toEqual(["same", "raised", 25]);
	const { rows } = await sql<{ actor: string; figures: object }>`
		select actor, figures from audit_log where act = 'fund.reserve-raised'`.execute(database.owner);
	expect(rows).toEqual([{ actor: first.id, figures: { now: 10, percent: 25 } }]);
});

test("everybody else is mailed, and the same person raises it no second time within a day: it stops new help", async () => {
	// The puppet alone: whoever did it needs no mail.
	const mails = () =>
		sql<{ kind: string }>`
		select m.kind from email_deliveries d join email_messages m on m.id = d.message_id`.execute(database.owner);
	expect((await mails()).rows).toEqual([{ kind: "organisers-notice" }]);
	expect([await change(first, 100), await percent(), (await mails()).rows.length]).toEqual(["again", 25, 1]);
	await database.owner.transaction().execute(async (trx) => {
		await sql`set local session_replication_role = replica`.execute(trx);
		await sql`update audit_log set at = at - interval '1 day' where act = 'fund.reserve-raised'`.execute(trx);
	});
	expect([await change(first, 26), await change(puppet, 27)]).toEqual(["raised", "raised"]);
	await sql`update funds set reserve_percent = 25 where campaign_id = ${campaign.id}`.execute(database.owner);
});

test("nobody alone keeps less back, in SQL neither, and no fund begins with less than is usual", async () => {
	await expect(inSql(24)).rejects.toMatchObject(refused);
	const other = await database.owner
		.insertInto("campaigns")
		.values({ slug: "other", day: "2026-12-16", zone: "Europe/Rome", key_sealed: Buffer.alloc(40) })
		.returning("id")
		.executeTakeFirstOrThrow();
	await expect(
		house.db.insertInto("funds").values({ campaign_id: other.id, reserve_percent: 0 }).execute(),
	).rejects.toMatchObject(refused);
});

test("two who came in by one hand keep no less back either: the operator can say that one of them is known", async () => {
	expect(await needsOperator(house.db, campaign.id)).toBe(true);
	expect([await change(first, 5), await change(puppet, 7)]).toEqual(["asked", "waits"]);
	expect(await reserveDesk(house.db, campaign.id)).toEqual({ percent: 25, waiting: 5, alone: true });
	const { id } = await database.owner.selectFrom("approvals").select("id").executeTakeFirstOrThrow();
	expect(await agree(house.db, asking(house, puppet), id)).toBe("one hand");
	// As if the code had not asked.
	await sql`update approvals set state = 'agreed', agreed_by = ${puppet.id}, not_before = now()
		where id = ${id}`.execute(database.owner);
	await expect(inSql(5)).rejects.toMatchObject(refused);
	await performDue(house.performer, new AbortController().signal);
	const { rows } = await sql<{ state: string; reason: string }>`select state, reason from approvals`.execute(
		database.owner,
	);
	expect([rows, await percent()]).toEqual([[{ state: "failed", reason: "one-hand" }], 25]);
});

test("two who came in separately do, to what they agreed to and once", async () => {
	const second = await organiserIn(house, campaign, "treasurer");
	expect(await needsOperator(house.db, campaign.id)).toBe(true);
	await organiserIn(house, campaign, "administrator");
	expect(await needsOperator(house.db, campaign.id)).toBe(false);
	expect(await change(first, 5)).toBe("asked");
	const { id } = await database.owner
		.selectFrom("approvals")
		.where("state", "=", "asked")
		.select("id")
		.executeTakeFirstOrThrow();
	expect(await agree(house.db, asking(house, second), id)).toBe("agreed");
	await expect(inSql(4)).rejects.toMatchObject(refused);
	await performDue(house.performer, new AbortController().signal);
	expect(await reserveDesk(house.db, campaign.id)).toEqual({ percent: 5, waiting: null, alone: false });
	expect(await change(second, 30)).toBe("raised");
	await expect(inSql(5)).rejects.toMatchObject(refused);
});
