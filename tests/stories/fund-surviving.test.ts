import { createHash, randomBytes, randomUUID } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { explainLine } from "#app/fund/bank/allocate.server.ts";
import { readBank, readWords } from "#app/fund/bank/bank-desk.server.ts";
import { importStatement } from "#app/fund/bank/import.server.ts";
import { partLine } from "#app/fund/bank/part-line.server.ts";
import { readStatement } from "#app/fund/bank/read-statement.server.ts";
import type { Statement } from "#app/fund/bank/statement.ts";
import { recordDonation } from "#app/fund/giving/donations.server.ts";
import { setHoldLimit } from "#app/fund/holding/held-desk.server.ts";
import { entryOfAidApproved, entryOfAidPaid } from "#app/fund/ledger/entries.ts";
import { postBalanceTxn, postEntry, reverseJournal } from "#app/fund/ledger/post.server.ts";
import { afterBooks, beforeBooks, exportFiles, leftBehind } from "#app/fund/surviving/carried.ts";
import { AidPromised, exportFund } from "#app/fund/surviving/export.server.ts";
import { manifestText } from "#app/fund/surviving/manifest.ts";
import { restoreFund } from "#app/fund/surviving/restore.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantFund } from "#tests/support/ledger.ts";

// A processor drops the fund overnight: everything is taken elsewhere, and is the same there to the byte.

const slug = "surviving";
const by = "00000000-0000-4000-8000-000000000001";
const newKeys = () => readKeyRing(`1:${randomBytes(32).toString("base64")}`);
let here: TestDatabase;
let keys: KeyRing;
let fund: number;
let folder: string;
let exported: string;
beforeAll(async () => {
	here = await testDatabase();
	keys = newKeys();
	// Numbers that differ from those of the other installation.
	await plantFund(here.owner, "another");
	fund = await plantFund(here.owner, slug);
	await aLife();
	folder = await mkdtemp(join(tmpdir(), "fund-"));
	exported = join(folder, "first");
	await write(here, keys, fund, exported);
});
afterAll(async () => {
	await here.drop();
	await rm(folder, { recursive: true, force: true });
});

const write = (at: TestDatabase, ring: KeyRing, id: number, to: string, recipient: string | null = null) =>
	exportFund({ db: at.db, keys: ring, folder: to, recipient }, { id, slug });
const bytesIn = async (path: string) =>
	Object.fromEntries(
		await Promise.all(
			(await readdir(path)).sort().map(async (name) => [name, await readFile(join(path, name), "utf8")]),
		),
	) as Record<string, string>;

/** What a fund lives through: gifts by card, transfer and in cash, one that waits, money out, a mistake, a closed month. */
async function aLife() {
	const { db, owner } = here;
	const gift = {
		frequency: "once",
		way: "card",
		giver: "person",
		currency: "EUR",
		amount: 2500,
		cover: 88,
		email: "giver@example.org",
		displayName: "Sample Giver",
		dedication: '« Ырысты » — \u2028 "quoted"',
	} as const;
	const card = await recordDonation(db, keys, fund, gift, "kk");
	const monthly = await recordDonation(
		db,
		keys,
		fund,
		{ ...gift, frequency: "monthly", email: "", displayName: "", dedication: "" },
		"ru",
	);
	const transfer = await recordDonation(db, keys, fund, { ...gift, way: "transfer", cover: 0 }, "en");
	await sql`insert into monthly_gifts (donation_id, subscription, customer, status, currency, amount, next_on)
		values (${monthly.id}, 'sub_1', 'cus_1', 'active', 'EUR', 2588, '2026-12-16')`.execute(db);
	const charged = randomUUID();
	await sql`insert into gifts (id, campaign_id, donation_id, way, currency, amount, charge, given_on)
		values (${charged}, ${fund}, ${card.id}, 'card', 'USD', 3000, 'ch_1', '2026-10-02')`.execute(db);
	const txn = {
		source: "ch_1",
		type: "charge",
		reportingCategory: "charge",
		currency: "EUR",
		amount: 2751,
		fee: 98,
		net: 2653,
		exchangeRate: "0.917",
		feeDetails: [{ type: "stripe_fee", amount: 98, currency: "eur" }],
		createdOn: "2026-10-02",
		availableOn: null,
	};
	await db
		.transaction()
		.execute((trx) =>
			postBalanceTxn(
				trx,
				fund,
				{ ...txn, id: "txn_1" },
				{ giftId: charged, presented: { currency: "USD", amount: 3000 } },
			),
		);
	await sql`insert into closed_months (campaign_id, month) values (${fund}, '2026-09-01')`.execute(db);
	await setHoldLimit(db, fund, { currency: "EUR", amount: 90_000 });
	const statement = (await readStatement(
		Buffer.from(`date,amount,currency,text,name,balance
2026-11-02,25,EUR,${transfer.reference},Sample Giver,25
2026-11-03,900.01,EUR,${transfer.reference} once more,Sample Giver,925.01
2026-11-04,40,EUR,who knows,Sample Other,965.01
2026-11-05,1000,EUR,for the families,Sample Branch,1965.01
`),
	)) as Statement;
	await importStatement({ db, keys, origin: "https://example.org" }, statement, { campaignId: fund, actor: null });
	const explain = async (amount: number) => {
		const line = (await readBank(db, fund)).open.find((one) => one.amount === amount);
		const saying = { keys, origin: "https://example.org", campaignId: fund, by };
		return db.transaction().execute((trx) => explainLine(trx, saying, line?.id ?? "", { is: "gift", reference: null }));
	};
	expect([await explain(4000)]).toEqual([null]);
	const branch = (await readBank(db, fund)).open.find(({ amount }) => amount === 100_000);
	await db
		.transaction()
		.execute((trx) => partLine(trx, { campaignId: fund, by }, branch?.id ?? "", () => [60_000, 40_000]));
	expect([await explain(40_000)]).toEqual([null]);
	const box = randomUUID();
	const inCash = randomUUID();
	await owner.transaction().execute(async (trx) => {
		await sql`insert into gifts (id, campaign_id, way, currency, amount, receipt_due) values (${inCash}, ${fund}, 'cash', 'EUR', 700, false)`.execute(
			trx,
		);
		await sql`insert into cash_boxes (id, campaign_id, number, currency, taken_on, state, amount, gift_id)
			values (${box}, ${fund}, 1, 'EUR', '2026-11-06', 'counted', 700, ${inCash})`.execute(trx);
		for (const turn of [1, 2])
			await sql`insert into cash_counts (box_id, round, turn, amount, counted_by) values (${box}, 1, ${turn}, 700, gen_random_uuid())`.execute(
				trx,
			);
		await postEntry(
			trx,
			fund,
			{
				kind: "cash-gift",
				key: `cash:${box}`,
				occurredOn: "2026-11-06",
				giftId: inCash,
				postings: [
					{ account: "cash", currency: "EUR", amount: 700 },
					{ account: "donations_cash", currency: "EUR", amount: -700 },
				],
			},
			by,
		);
	});
	const money = { currency: "EUR", amount: 1000 };
	for (const id of ["a", "b"]) {
		const aid = { id, occurredOn: "2026-11-07" };
		const posted = await db
			.transaction()
			.execute((trx) => postEntry(trx, fund, entryOfAidApproved(aid, "family", money), by));
		await db
			.transaction()
			.execute((trx) =>
				id === "a" || posted.state === "already"
					? postEntry(trx, fund, entryOfAidPaid(aid, money, 50), by)
					: reverseJournal(trx, posted.seq, `aid:${id}:cancelled`, by, "2026-11-08"),
			);
	}
	// Raised since: what was promised then would be too much now.
	await db.updateTable("funds").where("campaign_id", "=", fund).set({ reserve_percent: 100 }).execute();
	await sql`select publish_incoming(1000)`.execute(db);
	await sql`insert into closed_months (campaign_id, month) values (${fund}, '2026-10-01')`.execute(db);
}

/** An installation that has the campaign and nothing of its fund. */
async function elsewhere() {
	const there = await testDatabase();
	const id = await plantFund(there.owner, slug);
	const ring = newKeys();
	const restore = (path: string, more: { identity?: string; expected?: string } = {}) =>
		restoreFund({
			db: there.owner,
			keys: ring,
			folder: { path, identity: more.identity ?? null },
			...(more.expected !== undefined && { expected: more.expected }),
		});
	return { there, id, ring, restore };
}

test("bar 20: a fund that was taken elsewhere is the same to the byte, and goes on", async () => {
	const before = await bytesIn(exported);
	expect(Object.keys(before).sort()).toEqual([...exportFiles, "manifest.json"].sort());
	expect(before["journals.ndjson"]?.split("\n").length).toBeGreaterThan(9);
	for (const table of ["held_gifts", "bank_parts", "bank_allocations", "bank_balances"])
		expect(before[`${table}.ndjson`]).not.toBe("");
	expect(before["fund_publications.ndjson"]).not.toBe("");
	const { there, id, ring, restore } = await elsewhere();
	try {
		expect(id).not.toBe(fund);
		expect(await restore(exported)).toMatchObject({ state: "done" });
		await write(there, ring, id, join(folder, "again"));
		expect(await bytesIn(join(folder, "again"))).toEqual(before);
		// Whoever brings the next statement there has each line once, and readable under the keys there.
		expect((await readBank(there.db, id)).recent).toHaveLength(4);
		const again = (await readStatement(
			Buffer.from("date,amount,currency,text,name\n2026-11-04,40,EUR,who knows,Sample Other\n"),
		)) as Statement;
		expect(
			await importStatement({ db: there.db, keys: ring, origin: "https://example.org" }, again, {
				campaignId: id,
				actor: null,
			}),
		).toMatchObject({ known: 1, unallocated: 0 });
		expect(await sql`select publish_incoming(1000) as n`.execute(there.db)).toMatchObject({ rows: [{ n: 0 }] });
		expect(await restore(exported)).toEqual({ state: "not empty", slug });
	} finally {
		await there.drop();
	}
});

test("the same moment written twice is the same bytes; sealed, it is readable for the committee alone", async () => {
	const before = await bytesIn(exported);
	await write(here, keys, fund, join(folder, "twice"));
	expect(await bytesIn(join(folder, "twice"))).toEqual(await bytesIn(exported));
	const identity = await generateIdentity();
	const sealed = join(folder, "sealed");
	const sha256 = await write(here, keys, fund, sealed, await identityToRecipient(identity));
	for (const [name, text] of Object.entries(await bytesIn(sealed))) {
		expect(name === "manifest.json" || name.endsWith(".ndjson.age")).toBe(true);
		expect(text).not.toMatch(/giver|Sample|donations_bank|sub_1/);
	}
	const { there, id, ring, restore } = await elsewhere();
	try {
		expect(await restore(sealed)).toMatchObject({ state: "broken" });
		expect(await restore(sealed, { identity: await generateIdentity() })).toMatchObject({ state: "broken" });
		expect(await restore(sealed, { identity, expected: "0".repeat(64) })).toEqual({
			state: "broken",
			file: "manifest.json",
		});
		expect(await restore(sealed, { identity, expected: sha256 })).toMatchObject({ state: "done" });
		// Payers' words go along sealed alone.
		expect(before["bank_lines.ndjson"]).not.toMatch(/Sample/);
		const words = [...(await readWords(there.db, ring, id)).values()].map(({ counterparty }) => counterparty);
		expect(words).toContain("Sample Branch");
		await write(there, ring, id, join(folder, "from-sealed"));
		expect(await bytesIn(join(folder, "from-sealed"))).toEqual(await bytesIn(exported));
	} finally {
		await there.drop();
	}
});

describe("what is torn or changed is refused before anything is written", () => {
	test.each([
		[
			"one byte of a journal",
			"journals.ndjson",
			async (path: string) => writeFile(path, (await readFile(path, "utf8")).replace("2026-11-02", "2026-11-03")),
		],
		["a file that ends early", "donations.ndjson", (path: string) => truncate(path, 100)],
		["a file that is gone", "gifts.ndjson", (path: string) => rm(path)],
		["a manifest that is none", "manifest.json", (path: string) => writeFile(path, "{}")],
	] as const)("%s", async (_, file, damage) => {
		const copy = await mkdtemp(join(folder, "copy-"));
		await cp(exported, copy, { recursive: true });
		await damage(join(copy, file));
		const { there, id, restore } = await elsewhere();
		try {
			expect(await restore(copy)).toEqual({ state: "broken", file });
			const { rows } = await sql<{ n: number }>`
				select (select count(*) from donations) + (select count(*) from journals) + (select count(*) from fund_restores)
					+ (select count(*) from funds where campaign_id = ${id} and key_sealed is not null) as n`.execute(
				there.owner,
			);
			expect(rows).toEqual([{ n: 0 }]);
		} finally {
			await there.drop();
		}
	});
});

test("ended half-way it goes on with the same files, and with no others", async () => {
	const { there, id, ring, restore } = await elsewhere();
	const folderOf = { path: exported, identity: null };
	try {
		const ended = restoreFund({
			db: there.owner,
			keys: ring,
			folder: folderOf,
			onProgress(file) {
				if (file === "bank_lines.ndjson") throw new Error("killed");
			},
		});
		await expect(ended).rejects.toThrow("killed");
		const other = join(folder, "other");
		await write(
			here,
			keys,
			await here.db
				.selectFrom("campaigns")
				.where("slug", "=", "another")
				.select("id")
				.executeTakeFirstOrThrow()
				.then((one) => one.id),
			other,
		);
		expect(await restore(other)).toEqual({ state: "not empty", slug });
		expect(await restore(exported)).toMatchObject({ state: "done" });
		await write(there, ring, id, join(folder, "resumed"));
		expect(await bytesIn(join(folder, "resumed"))).toEqual(await bytesIn(exported));
	} finally {
		await there.drop();
	}
});

test("every table about a fund goes along, or is said to stay and why", async () => {
	const { rows } = await sql<{ name: string }>`
		with recursive about as (
			select 'funds'::regclass::oid as id union
			select c.conrelid from pg_constraint c join about on about.id = c.confrelid where c.contype = 'f')
		select distinct relname::text as name from about join pg_class on pg_class.oid = about.id order by 1`.execute(
		here.owner,
	);
	const known = new Set([...beforeBooks, ...afterBooks].map(({ table }) => table));
	for (const name of ["funds", ...Object.keys(leftBehind)]) known.add(name);
	expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
});

test("while aid is promised nothing is taken elsewhere: nobody could pay or cancel it there", async () => {
	const money = { currency: "EUR", amount: 100 };
	const aid = { id: "open", occurredOn: "2026-11-09" };
	await sql`update funds set reserve_percent = 0 where campaign_id = ${fund}`.execute(here.owner);
	const posted = await here.db
		.transaction()
		.execute((trx) => postEntry(trx, fund, entryOfAidApproved(aid, "family", money), by));
	const to = join(folder, "promised");
	await expect(write(here, keys, fund, to)).rejects.toBeInstanceOf(AidPromised);
	expect(await readdir(to)).toEqual([]);
	if (posted.state === "posted")
		await here.db
			.transaction()
			.execute((trx) => reverseJournal(trx, posted.seq, "aid:open:cancelled", by, "2026-11-09"));
	await write(here, keys, fund, to);
	// Files of such a moment, however they came about, are not brought back.
	const journals = join(to, "journals.ndjson");
	const lines = (await readFile(journals, "utf8")).trimEnd().split("\n").slice(0, -1);
	const text = `${lines.join("\n")}\n`;
	await writeFile(journals, text);
	const manifest = JSON.parse(await readFile(join(to, "manifest.json"), "utf8"));
	const file = manifest.files.find(({ name }: { name: string }) => name === "journals.ndjson");
	Object.assign(file, { rows: lines.length, sha256: createHash("sha256").update(text).digest("hex") });
	const last = JSON.parse(lines.at(-1) ?? "");
	await writeFile(join(to, "manifest.json"), manifestText({ ...manifest, head: { n: last.n, hash: last.hash } }));
	const { there, restore } = await elsewhere();
	try {
		expect(await restore(to)).toEqual({ state: "promised" });
		expect(await there.owner.selectFrom("fund_restores").selectAll().execute()).toEqual([]);
	} finally {
		await there.drop();
	}
});
