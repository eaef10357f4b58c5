import { randomBytes } from "node:crypto";
import { readFile, rm, stat } from "node:fs/promises";
import { sql } from "kysely";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkKeys } from "#app/cli/check-keys.ts";
import { verifyLedger } from "#app/fund/ledger/verify.server.ts";
import {
	destroyErasedKeys,
	enterBeneficiary,
	eraseBeneficiary,
	mendBeneficiary,
	openBeneficiary,
} from "#app/fund/paying/beneficiaries.server.ts";
import { openAid, openReceipt } from "#app/fund/paying/opened.server.ts";
import { resealKeys, versionsInFile } from "#app/fund/paying/vault.server.ts";
import { lookAtAid, lookAtReceipt } from "#app/organise/fund/aid/act-aid.server.ts";
import { runRetention } from "#app/retention/run.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { readPhoto } from "#app/web/photos/read-photo.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type AidHouse, aidHouse, memberOf, payment, plantFamily, plantRequest, step } from "#tests/support/aid.ts";
import { copyOf, type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantedPhoto } from "#tests/support/planted-photo.ts";

// Whom the fund helps: apart, sealed under a key of each one's own, which no dump of the database holds.

const secret = "Sample Name That Nobody Bears";
let database: TestDatabase;
let house: AidHouse;
let people: string[];
beforeAll(async () => {
	database = await testDatabase();
	house = await aidHouse(database, "families", 1_000_000);
	people = await Promise.all([
		memberOf(house, "treasurer"),
		memberOf(house, "committee"),
		memberOf(house, "committee"),
	]);
});
afterAll(async () => {
	await house.close();
	await database.drop();
});

const look = (id: string, there = house) => openBeneficiary(there.db, there.vault, house.fund.id, id);
const erase = (id: string) => inTransaction(house.db, (trx) => eraseBeneficiary(trx, house.vault, house.fund.id, id));
const keyFile = () => readFile(house.vault.path ?? "", "utf8");

/** Somebody who was helped, with a receipt. */
async function helped(): Promise<{ family: string; id: string }> {
	const [asks = "", one = "", two = ""] = people;
	const family = await plantFamily(house, asks, secret);
	const id = await plantRequest(house, asks, family);
	await step(house, id, one, { step: "approve" });
	await step(house, id, two, { step: "approve" });
	await step(house, id, asks, await payment(house));
	const photo = await readPhoto(await plantedPhoto("jpeg", 6));
	if ("refused" in photo) throw new Error(photo.refused);
	expect(await step(house, id, asks, { step: "receipt", file: photo.bytes })).toEqual({ state: "evidence" });
	expect(await step(house, id, one, { step: "deliver" })).toEqual({ state: "delivered" });
	return { family, id };
}

/** All that the database holds, as text: what a dump would. */
async function dump(): Promise<string> {
	const tables = ["beneficiaries", "beneficiary_checks", "aid_requests", "aid_payments", "aid_evidence", "audit_log"];
	const rows = await Promise.all(
		tables.map((table) => sql<{ row: string }>`select t::text as row from ${sql.table(table)} t`.execute(house.owner)),
	);
	return rows.flatMap((one) => one.rows.map(({ row }) => row)).join("\n");
}

test("a name is opened by its own key alone, in a file that only its owner reads", async () => {
	const family = await plantFamily(house, people[0] ?? "", secret);
	expect(await look(family)).toMatchObject({ name: secret });
	const { mode } = await stat(house.vault.path ?? "");
	expect(mode & 0o777).toBe(0o600);
	expect(await keyFile()).toContain(family);
	expect(`${await dump()}\n${await keyFile()}`).not.toContain(secret);
	// The same key, wrapped under other SECRET_KEYS, is none.
	const other = { ...house.vault, ring: readKeyRing(`1:${randomBytes(32).toString("base64")}`) };
	await expect(openBeneficiary(house.db, other, house.fund.id, family)).rejects.toThrow();
	expect(await openBeneficiary(house.db, house.vault, house.fund.id + 1, family)).toBeNull();
	await inTransaction(house.db, (trx) =>
		mendBeneficiary(trx, house.vault, house.fund.id, family, {
			name: "Mended Sample",
			reach: "",
			account: "",
			note: "",
		}),
	);
	expect(await look(family)).toMatchObject({ name: "Mended Sample" });
});

test("a copy of the database with SECRET_KEYS opens nobody", async () => {
	const { family, id } = await helped();
	const copy = await copyOf(database);
	try {
		for (const path of [undefined, `${house.vault.path}.elsewhere`]) {
			const vault = { ring: house.keys, path };
			expect(await openBeneficiary(copy.db, vault, house.fund.id, family)).toBeNull();
			expect(await openAid(copy.db, vault, { id, beneficiary: family })).toBeNull();
			expect(await openReceipt(copy.db, vault, { id, beneficiary: family })).toBeNull();
		}
	} finally {
		await copy.drop();
	}
});

test("what is erased takes its key along: no earlier copy opens it, and the books stand as they were", async () => {
	const { family, id } = await helped();
	const other = await plantFamily(house, people[0] ?? "", "Another Sample");
	const before = await copyOf(database);
	try {
		expect(await openBeneficiary(before.db, house.vault, house.fund.id, family)).toMatchObject({ name: secret });
		expect(await openAid(house.db, house.vault, { id, beneficiary: family })).toMatchObject({
			payment: { reference: "SAMPLE-REFERENCE" },
		});
		expect(await erase(family)).toBe("erased");
		expect(await keyFile()).not.toContain(family);
		expect(await openBeneficiary(before.db, house.vault, house.fund.id, family)).toBeNull();
		expect(await openReceipt(before.db, house.vault, { id, beneficiary: family })).toBeNull();
		expect(await look(other)).toMatchObject({ name: "Another Sample" });
	} finally {
		await before.drop();
	}
	expect([await look(family), await erase(family)]).toEqual([null, "unknown"]);
	const { rows } = await sql<{ left: number }>`
		select (select count(locked) from beneficiary_checks where beneficiary_id = ${family})
			+ (select count(locked) from aid_payments where request_id = ${id})
			+ (select count(file_locked) from aid_evidence where request_id = ${id}) as left`.execute(house.owner);
	expect(rows).toEqual([{ left: 0 }]);
	const journals = await house.owner.selectFrom("journals").where("key", "like", `aid:${id}:%`).select("key").execute();
	expect(journals).toHaveLength(2);
	expect((await verifyLedger(house.db, house.fund.id)).state).toBe("whole");
});

test("a receipt, and what is sealed of a payment, is opened to who says why: the log of acts has the reason and no word", async () => {
	const { id } = await helped();
	const [by = ""] = people;
	const app = { ...house, settings: { BENEFICIARY_KEYS_FILE: house.vault.path } } as unknown as Parameters<
		typeof lookAtAid
	>[0];
	const desk = { campaign: house.fund, who: { id: by, treasurer: true, committee: false }, origin: "http://localhost" };
	expect(await lookAtReceipt(app, desk, id, "decide")).toBeInstanceOf(Buffer);
	expect(await lookAtAid(app, desk, id, "pay")).toMatchObject({ payment: { reference: "SAMPLE-REFERENCE" } });
	const { rows } = await sql<{ actor: string; figures: object }>`
		select actor, figures from audit_log where act = 'aid.looked-at' and about = ${id} order by seq`.execute(
		house.owner,
	);
	expect(rows).toEqual([
		{ actor: by, figures: { reason: "decide" } },
		{ actor: by, figures: { reason: "pay" } },
	]);
});

test("nobody is erased while help is asked for or promised, nor is help asked for whom was erased", async () => {
	const [asks = "", one = ""] = people;
	const family = await plantFamily(house, asks);
	const id = await plantRequest(house, asks, family);
	expect(await erase(family)).toBe("open");
	await expect(
		sql`update beneficiaries set locked = null, erased_on = current_date where id = ${family}`.execute(house.db),
	).rejects.toMatchObject({ constraint: "aid_open" });
	await step(house, id, one, { step: "cancel", because: "asked" });
	expect(await erase(family)).toBe("erased");
	await expect(plantRequest(house, asks, family)).rejects.toThrow("erased");
});

test("nobody is erased by one person while something is paid and nothing shows that it arrived", async () => {
	const [asks = "", one = "", two = ""] = people;
	const family = await plantFamily(house, asks);
	const id = await plantRequest(house, asks, family);
	await step(house, id, one, { step: "approve" });
	await step(house, id, two, { step: "approve" });
	expect(await step(house, id, asks, await payment(house))).toEqual({ state: "paid" });
	expect(await erase(family)).toBe("open");
	await expect(
		sql`update beneficiaries set locked = null, erased_on = current_date where id = ${family}`.execute(house.db),
	).rejects.toMatchObject({ constraint: "aid_open" });
	expect(await look(family)).not.toBeNull();
});

test("a receipt is kept without what a telephone wrote into it, and its digest is that of what is kept", async () => {
	const { family, id } = await helped();
	const file = await openReceipt(house.db, house.vault, { id, beneficiary: family });
	const { format, exif } = await sharp(file ?? Buffer.alloc(0)).metadata();
	expect([format, exif]).toEqual(["webp", undefined]);
	const { rows } = await sql<{ same: boolean; sealed: boolean }>`
		select sha256 = sha256(${file}) as same, position(${file?.subarray(0, 12)}::bytea in file_locked) = 0 as sealed
		from aid_evidence where request_id = ${id}`.execute(house.owner);
	expect(rows).toEqual([{ same: true, sealed: true }]);
});

test("names end 180 days after the last help, and their keys with them", async () => {
	const { family, id } = await helped();
	const waiting = await plantFamily(house, people[0] ?? "");
	await plantRequest(house, people[0] ?? "", waiting);
	const aged = (days: number) =>
		sql`
		with b as (update beneficiaries set entered_on = current_date - 400 where id = any (${[family, waiting]}))
		update aid_requests set delivered_on = current_date - ${days}::int where id = ${id}`.execute(house.owner);
	await aged(180);
	await runRetention(house.db);
	expect(await look(family)).toMatchObject({ name: secret });
	await aged(181);
	await runRetention(house.db);
	expect(await keyFile()).toContain(family);
	expect(await destroyErasedKeys(house.db, house.vault)).toBe("kept");
	expect(await keyFile()).not.toContain(family);
	expect(await look(waiting)).not.toBeNull();
});

test("a rotation seals the keys anew, and a start without their version is told so", async () => {
	const family = await plantFamily(house, people[0] ?? "", secret);
	const before = await keyFile();
	const [, old = ""] = /^1:(.+)$/.exec(house.secretKeys) ?? [];
	const fresh = randomBytes(32).toString("base64");
	const both = { ring: readKeyRing(`2:${fresh},1:${old}`), path: house.vault.path };
	expect([...(await versionsInFile(both.path))]).toEqual([1]);
	const resealed = await inTransaction(house.db, (trx) => resealKeys(trx, both));
	expect(resealed).toBe(before.trim().split("\n").length - 1);
	expect([...(await versionsInFile(both.path))]).toEqual([2]);
	expect(await inTransaction(house.db, (trx) => resealKeys(trx, both))).toBe(0);
	const alone = { ring: readKeyRing(`2:${fresh}`), path: both.path };
	expect(await openBeneficiary(house.db, alone, house.fund.id, family)).toMatchObject({ name: secret });
	house.vault = alone;
	// As processes say it when they start; what the test planted is under the first.
	await sql`update campaigns set key_sealed = set_byte(key_sealed, 0, 1)`.execute(house.owner);
	await sql`insert into secret_key_versions (version, proof) values (2, sha256('2'))`.execute(house.owner);
	const third = readKeyRing(`3:${randomBytes(32).toString("base64")},1:${old}`);
	await expect(checkKeys(database.url, third, alone.path)).rejects.toThrow("lacks version 2, which is in use");
});

test("with no file set, or another than the database knows, nobody is entered and no rotation ends", async () => {
	const words = { name: "Nobody", reach: "", account: "", note: "" };
	const enter = (path: string | undefined) =>
		inTransaction(house.db, (trx) =>
			enterBeneficiary(trx, { ...house.vault, path }, house.fund.id, people[0] ?? "", words),
		);
	expect(await enter(undefined)).toBeNull();
	expect(await enter(`${house.vault.path}.elsewhere`)).toBeNull();
	await expect(inTransaction(house.db, (trx) => resealKeys(trx, { ...house.vault, path: undefined }))).rejects.toThrow(
		"BENEFICIARY_KEYS_FILE",
	);
	expect((await stat(`${house.vault.path}.elsewhere`).catch(() => null)) === null).toBe(true);
});

test("many who are entered at once each have their key", async () => {
	const fresh = await testDatabase();
	const first = await aidHouse(fresh, "first");
	try {
		const by = await memberOf(first, "treasurer");
		const entered = await Promise.all(
			Array.from({ length: 8 }, (_, n) => plantFamily(first, by, `Sample ${n}`, false)),
		);
		const names = await Promise.all(
			entered.map((id) => openBeneficiary(first.db, first.vault, first.fund.id, id).then((words) => words?.name)),
		);
		expect(names).toEqual(entered.map((_, n) => `Sample ${n}`));
		await rm(first.vault.path ?? "");
		expect(await openBeneficiary(first.db, first.vault, first.fund.id, entered[0] ?? "")).toBeNull();
	} finally {
		await first.close();
		await fresh.drop();
	}
});
