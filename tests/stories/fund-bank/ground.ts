import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { explainLine } from "#app/fund/bank/allocate.server.ts";
import { readBank } from "#app/fund/bank/bank-desk.server.ts";
import { type Imported, importStatement } from "#app/fund/bank/import.server.ts";
import { readStatement } from "#app/fund/bank/read-statement.server.ts";
import type { Said } from "#app/fund/bank/said.ts";
import type { Statement } from "#app/fund/bank/statement.ts";
import { recordDonation } from "#app/fund/giving/donations.server.ts";
import { balances } from "#app/fund/ledger/balances.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantFund } from "#tests/support/ledger.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { camt053, type EntryWanted, entryXml } from "#tests/support/statements.ts";

export let database: TestDatabase;
export let keys: KeyRing;
export const origin = "https://example.org";
export const by = "00000000-0000-4000-8000-000000000001";

/** One database for all of them; call it in the file that runs them. */
export function onOneGround(): void {
	beforeAll(async () => {
		database = await testDatabase();
		keys = readKeyRing(`1:${randomBytes(32).toString("base64")}`);
	});
	afterAll(() => database.drop());
}

let funds = 0;
const slugs = new Map<number, string>();

/** A fund with nothing in its books. */
export async function aFund(): Promise<number> {
	const slug = `bank-${++funds}`;
	const id = await plantFund(database.owner, slug);
	slugs.set(id, slug);
	return id;
}

/** Two who keep the fund and came in by different hands. */
export async function twoKeepers(campaignId: number): Promise<[string, string]> {
	const made = [];
	for (const role of ["treasurer", "committee"] as const)
		made.push(
			(await makeOrganiser({ db: database.db, keys }, { campaign: slugs.get(campaignId) ?? "", roles: [role] })).id,
		);
	return made as [string, string];
}

export async function bring(campaignId: number, file: string, otherAccount = false) {
	const statement = (await readStatement(Buffer.from(file))) as Statement;
	return importStatement({ db: database.db, keys, origin }, statement, { campaignId, actor: by, otherAccount });
}

export const imported = async (campaignId: number, file: string) => (await bring(campaignId, file)) as Imported;
export const csv = (...lines: string[]) => `date,amount,currency,text,name\n${lines.join("\n")}\n`;
export const camt = (...entries: EntryWanted[]) => camt053(entries.map((entry) => entryXml(entry)));

/** What stands in each account, without those that are empty. */
export const booked = async (campaignId: number) =>
	Object.fromEntries(
		(await balances(database.db, campaignId))
			.filter(({ balance }) => balance !== 0)
			.map(({ account, currency, balance }) => [`${account} ${currency}`, balance]),
	);

export const donation = (campaignId: number, giver: "person" | "party" = "person") =>
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

export const explain = (campaignId: number, lineId: string, said: Said) =>
	database.db.transaction().execute((trx) => explainLine(trx, { keys, origin, campaignId, by }, lineId, said));
export const openOf = async (campaignId: number) => (await readBank(database.db, campaignId)).open;
