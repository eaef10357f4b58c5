import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { showAccount } from "#app/fund/facts.server.ts";
import { type AidHouse, aidHouse, memberOf } from "#tests/support/aid.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";

// Where givers' money goes is another place only as two have agreed and two days are over, whoever writes to the database.

let database: TestDatabase;
let house: AidHouse;
beforeAll(async () => {
	database = await testDatabase();
	house = await aidHouse(database, "account", 0);
});
afterAll(async () => {
	await house.close();
	await database.drop();
});

async function written(sample: boolean): Promise<string> {
	const { id } = await house.db
		.insertInto("fund_accounts")
		.values({ campaign_id: house.fund.id, mode: "transfer", holder: "Another", iban: "DE89370400440532013000", sample })
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

const shown = async () =>
	(
		await house.owner
			.selectFrom("funds")
			.where("campaign_id", "=", house.fund.id)
			.select("account_id")
			.executeTakeFirstOrThrow()
	).account_id;

test("an account to which two of one hand agreed is shown to nobody", async () => {
	const [asks, agrees] = [await memberOf(house, "treasurer"), await memberOf(house, "administrator")];
	await sql`update campaign_roles set granted_by = ${asks}, granted_at = now() - interval '90 days'
		where organiser_id = ${agrees}`.execute(house.owner);
	const account = await written(false);
	await sql`insert into approvals (action, campaign_id, subject, state, asked_by, agreed_by, not_before)
		values ('fund.account', ${house.fund.id}, ${account}, 'agreed', ${asks}, ${agrees}, now())`.execute(house.owner);
	await expect(showAccount(house.db, house.fund.id, account)).rejects.toMatchObject({
		constraint: "funds_account_by_two",
	});
});

test.each([false, true])(
	"an account (a sample: %s) is shown once it was agreed to and its hours are over",
	async (sample) => {
		const [asks, agrees] = [await memberOf(house, "treasurer"), await memberOf(house, "treasurer")];
		const account = await written(sample);
		const other = await written(sample);
		const before = await shown();
		const refused = { constraint: "funds_account_by_two" };
		await expect(showAccount(house.db, house.fund.id, account)).rejects.toMatchObject(refused);
		await sql`insert into approvals (action, campaign_id, subject, state, asked_by, agreed_by, not_before)
		values ('fund.account', ${house.fund.id}, ${account}, 'agreed', ${asks}, ${agrees}, now() + interval '1 minute')`.execute(
			house.owner,
		);
		await expect(showAccount(house.db, house.fund.id, account)).rejects.toMatchObject(refused);
		await sql`update approvals set not_before = now() where subject = ${account}`.execute(house.owner);
		await expect(showAccount(house.db, house.fund.id, other)).rejects.toMatchObject(refused);
		expect(await shown()).toBe(before);
		expect(await showAccount(house.db, house.fund.id, account)).toBe(true);
		expect(await shown()).toBe(account);
		// Of what was agreed to once, and done, nobody makes use again.
		await sql`update approvals set state = 'done', ended_at = now() where subject = ${account}`.execute(house.owner);
		await showAccount(house.owner, house.fund.id, other);
		await expect(showAccount(house.db, house.fund.id, account)).rejects.toMatchObject(refused);
	},
);
