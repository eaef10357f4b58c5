import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { enterBeneficiary } from "#app/fund/paying/beneficiaries.server.ts";
import { type AidEvent, changeAid } from "#app/fund/paying/change-aid.server.ts";
import { recordCheck } from "#app/fund/paying/checks.server.ts";
import type { Check } from "#app/fund/paying/checks.ts";
import { requestAid } from "#app/fund/paying/requests.server.ts";
import type { Vault } from "#app/fund/paying/vault.server.ts";
import type { Role } from "#app/organise/access.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { TestDatabase } from "./database.ts";
import { journalInSql, plantFund } from "./ledger.ts";
import { makeOrganiser } from "./organiser.ts";
import { houseOf } from "./organisers.ts";

/** A fund with money, and a file for the keys of whom it helps. */
export interface AidHouse extends TestDatabase {
	keys: KeyRing;
	/** As the setting has them. */
	secretKeys: string;
	vault: Vault;
	fund: { id: number; slug: string };
	close(): Promise<void>;
}

/**
 * Opens a fund of its own in a test's database.
 * @param bank what its account holds, minor units of euros
 * @param beside another fund there: one installation has one set of keys
 */
export async function aidHouse(
	database: TestDatabase,
	slug: string,
	bank = 100_000,
	beside?: AidHouse,
): Promise<AidHouse> {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-aid-"));
	const { keys, performer } = houseOf(database);
	const id = await plantFund(database.owner, slug);
	const legs = [
		["bank", bank],
		["donations_bank", -bank],
	] as const;
	if (bank > 0) await inTransaction(database.owner, (trx) => journalInSql(trx, id, `test:${slug}`, legs));
	return {
		...database,
		keys: beside?.keys ?? keys,
		secretKeys: beside?.secretKeys ?? performer.settings.SECRET_KEYS,
		vault: beside?.vault ?? { ring: keys, path: join(dir, "keys", "beneficiaries") },
		fund: { id, slug },
		close: () => rm(dir, { recursive: true, force: true }),
	};
}

/** Somebody with roles in the fund's campaign, by the operator's word. @returns their id */
export async function memberOf({ fund, ...house }: AidHouse, ...roles: Role[]): Promise<string> {
	return (await makeOrganiser(house, { campaign: fund.slug, roles })).id;
}

/** Today, as the database has it. */
export async function databaseDay({ owner }: Pick<AidHouse, "owner">, daysAgo = 0): Promise<string> {
	const { rows } = await sql<{ day: string }>`select current_date - ${daysAgo}::int as day`.execute(owner);
	return rows[0]?.day ?? "";
}

/** The three checks, as they may come to a yes. */
export function goodChecks(madeOn: string): Check[] {
	const none = { how: null, way: null, languages: [], lists: [], lawyerOn: null };
	return [
		{ ...none, kind: "agreement", madeOn, result: "agreed", how: "call", way: "bank", languages: ["kk"], note: "" },
		{ ...none, kind: "lists", madeOn, result: "nothing", lists: ["un", "kz"], note: "Sample clerk" },
		{
			...none,
			kind: "foreign-money",
			madeOn,
			result: "no-notice",
			languages: ["ru"],
			lawyerOn: madeOn,
			note: "Sample lawyer",
		},
	];
}

/** Somebody whom the fund may help. @param checked all checks hold */
export async function plantFamily(
	house: AidHouse,
	by: string,
	name = "Nameless Sample",
	checked = true,
): Promise<string> {
	const { db, vault, fund } = house;
	const words = { name, reach: "by a friend", account: "an account", note: "" };
	const id = await inTransaction(db, (trx) => enterBeneficiary(trx, vault, fund.id, by, words));
	if (!id) throw new Error("there is no file for the key");
	const at = { campaignId: fund.id, beneficiary: id, by };
	if (checked) for (const check of goodChecks(await databaseDay(house))) await recordCheck(db, vault, at, check);
	return id;
}

/** A request for euros. @returns its id */
export async function plantRequest(house: AidHouse, by: string, beneficiary: string, amount = 30_000): Promise<string> {
	const asked = await requestAid(
		house.db,
		{ campaignId: house.fund.id, by },
		{ beneficiary, category: "family", currency: "EUR", amount },
	);
	if ("refused" in asked) throw new Error(asked.refused);
	return asked.id;
}

/** One step with a request, by somebody who has all roles that steps ask for: what Postgres says is what counts. */
export async function step(house: AidHouse, id: string, by: string, event: AidEvent) {
	const who = { id: by, treasurer: true, committee: true };
	return changeAid(house.db, house.vault, { campaignId: house.fund.id, id, who }, event, async () => undefined);
}

/** A payment from the bank, as the family chose. */
export async function payment(house: AidHouse): Promise<Extract<AidEvent, { step: "pay" }>> {
	const words = { delivered: "150000", currency: "KZT", rate: "500", reference: "SAMPLE-REFERENCE" };
	return { step: "pay", from: "bank", way: "bank", fee: 450, paidOn: await databaseDay(house), words };
}
