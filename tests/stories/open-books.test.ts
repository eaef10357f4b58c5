import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ledgerCsv, ledgerJson } from "#app/fund/books/file.server.ts";
import { fundNumbers } from "#app/fund/books/numbers.server.ts";
import { publishDue, publishIncoming } from "#app/fund/books/publish.server.ts";
import { verifyOpenBooks } from "#app/fund/books/verify.server.ts";
import { exponentOf } from "#app/fund/money/exponents.ts";
import { readCsv } from "#app/web/csv.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { bankGift, cardGift, help, plantOpenFund, refundCard, verifyAlone } from "#tests/support/open-books.ts";

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

const csvOf = async (slug: string) => (await ledgerCsv(database.db, slug))?.text() ?? "";
const jsonOf = async (slug: string) => (await ledgerJson(database.db, slug))?.text() ?? "";

/** The rows of a fund, by their columns. */
async function rowsOf(slug: string) {
	const [head, ...records] = readCsv(await csvOf(slug)) ?? [];
	return records.map(({ cells }) => Object.fromEntries(head?.cells.map((name, i) => [name, cells[i] ?? ""]) ?? []));
}

const short = ({ month, kind, debit, credit, category }: Record<string, string>) =>
	[month, kind, category, debit ? `-${debit}` : credit].join(" ").replace("  ", " ");

describe("gifts", () => {
	let fund: number;
	beforeAll(async () => {
		fund = await plantOpenFund(database.owner, "gifts");
		const gift = await cardGift(database.db, fund, "one", "2026-02-03", 2_500, 63);
		await bankGift(database.db, fund, "a", "2026-02-04", 10_000);
		await publishIncoming(database.db);
		await refundCard(database.db, fund, "back", gift, "2026-02-20", 500);
		await publishIncoming(database.db);
	});

	test("stand in the books once each, in the order of their booking, with their month and the row they take back", async () => {
		await publishIncoming(database.db);
		const rows = await rowsOf("gifts");
		expect(rows.map(short)).toEqual([
			"2026-02 gift card 25.00",
			"2026-02 gift transfer 100.00",
			"2026-02 returned refund -5.00",
		]);
		expect(rows.map(({ seq, balance, reverses }) => [seq, balance, reverses])).toEqual([
			["1", "25.00", ""],
			["2", "125.00", ""],
			["3", "120.00", "1"],
		]);
	});

	test("have their fees published by the month, and not before five of them hide the one", async () => {
		await publishDue(database.db, "2026-03-01");
		expect((await rowsOf("gifts")).length).toBe(3);
		for (let i = 0; i < 4; i++) await cardGift(database.db, fund, `more${i}`, "2026-03-05", 1_000, 40 + i);
		await publishIncoming(database.db);
		await publishDue(database.db, "2026-03-31");
		expect((await rowsOf("gifts")).filter(({ kind }) => kind === "fees")).toEqual([]);
		await publishDue(database.db, "2026-04-01");
		await publishDue(database.db, "2026-04-01");
		expect((await rowsOf("gifts")).filter(({ kind }) => kind === "fees").map(short)).toEqual(["2026-03 fees -2.29"]);
	});

	test("show no id of Stripe, no day and no hour", async () => {
		const all = `${await csvOf("gifts")}${await jsonOf("gifts")}`;
		expect(all).not.toMatch(/(?:txn|ch|re|pi|cs|cus|sub|in)_/);
		expect(all).not.toMatch(/\d{4}-\d\d-\d\d|\d\d:\d\d/);
	});
});

describe("bar 13: page, CSV, JSON and chain", () => {
	test("are one thing: the numbers are the sums of the file's rows, and Postgres and Node hash alike", async () => {
		const numbers = (await fundNumbers(database.db, "gifts"))?.numbers[0];
		const rows = await rowsOf("gifts");
		const json = JSON.parse(await jsonOf("gifts"));
		const cents = (kind: string) =>
			rows
				.filter((row) => row.kind === kind)
				.reduce((sum, { credit, debit }) => sum + Math.round(100 * (Number(credit) - Number(debit))), 0);
		expect(numbers).toMatchObject({ raised: cents("gift"), returned: -cents("returned"), fees: -cents("fees") });
		expect(json.numbers[0]).toMatchObject({ currency: "EUR", raised: "165.00", returned: "5.00", fees: "2.29" });
		const { sample: _, ...first } = json.ledger[0];
		expect(Object.fromEntries(Object.entries(first).map(([name, cell]) => [name, String(cell)]))).toEqual(rows[0]);
		expect(json.ledger.length).toBe(rows.length);
		const fund = (await fundNumbers(database.db, "gifts"))?.head.campaignId ?? 0;
		expect(await verifyOpenBooks(database.db, fund)).toEqual({ rows: rows.length, faults: [] });
		expect(await verifyAlone(await csvOf("gifts"))).toEqual({
			code: 0,
			says: `${rows.length} rows are whole; the last hash is ${json.head}`,
		});
		const noted = rows[2]?.hash ?? "";
		expect((await verifyAlone(await csvOf("gifts"), "3", noted)).code).toBe(0);
		expect((await verifyAlone(await csvOf("gifts"), "3", noted.replace(/./, "z"))).code).toBe(1);
	});

	test("one changed byte is found, and the line that it is on is named", async () => {
		const whole = Buffer.from(await csvOf("gifts"));
		const third = whole.indexOf("\n3,") + 1;
		const end = whole.indexOf("\n", third);
		// Of one line: a byte of each cell, and of what stands between them.
		const places = Array.from({ length: 12 }, (_, i) => third + Math.floor((i * (end - third)) / 12));
		const verdicts = await Promise.all(
			places.map(async (place) => {
				const changed = Buffer.from(whole);
				changed[place] = (changed[place] ?? 0) ^ 1;
				return verifyAlone(changed);
			}),
		);
		for (const { code, says } of verdicts) expect([code, says]).toEqual([1, expect.stringContaining("line 4")]);
		const cut = await verifyAlone(whole.subarray(0, whole.length - 9));
		expect(cut).toEqual({ code: 1, says: expect.stringContaining("cut off") });
		const left = await verifyAlone(Buffer.concat([whole.subarray(0, third), whole.subarray(end + 1)]));
		expect(left).toEqual({ code: 1, says: expect.stringContaining("line 4") });
	});

	test("amounts are written with the decimals that the currency is counted in", async () => {
		const currencies = "EUR USD GBP JPY KRW VND BHD KWD TND ISK UGX MGA CLP XOF HUF".split(" ");
		const { rows } = await sql<{ currency: string; text: string }>`
			select c as currency, money_text(-1234567, c) as text from unnest(${currencies}::text[]) c`.execute(
			database.owner,
		);
		for (const { currency, text } of rows)
			expect([currency, text]).toEqual([
				currency,
				(-1_234_567 / 10 ** exponentOf(currency)).toFixed(exponentOf(currency)),
			]);
	});
});

describe("payments", () => {
	const day = (place: number) => new Date(Date.UTC(2026, 0, 1 + place)).toISOString().slice(0, 10);

	test("change nothing that anybody can see until three months after their quarter, watched month by month", async () => {
		const fund = await plantOpenFund(database.owner, "watched");
		await bankGift(database.db, fund, "w", "2026-01-02", 1_000_000);
		await publishIncoming(database.db);
		let seen = "";
		const changes: string[] = [];
		// The days about those on which something may be published, and one between; tests/rules/ watches every day.
		const isWatched = (place: number) => /-(?:01|02|15|28|29|3\d)$/.test(day(place));
		for (let place = 1; place < 280; place++) {
			if (place % 11 === 0)
				await help(database.db, fund, place, {
					approved: day(place),
					paid: day(place + 6),
					amount: 10_000 + place,
					fee: 450,
				});
			if (!isWatched(place)) continue;
			await publishIncoming(database.db);
			await publishDue(database.db, day(place));
			const now = `${await csvOf("watched")}${await jsonOf("watched")}`.replace(/"feesThrough":(?:null|"[^"]+")/, "");
			if (seen !== "" && now !== seen) changes.push(day(place));
			seen = now;
		}
		expect(changes).toEqual(["2026-07-01", "2026-10-01"]);
		const rows = await rowsOf("watched");
		expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(["gift", "given", "bank-costs"]));
		const parts = await sql<{ n: number }>`select count(*) as n from fund_publication_parts p
			join fund_publications f using (campaign_id, n) where f.campaign_id = ${fund} and kind <> 'gift' group by p.n`.execute(
			database.owner,
		);
		for (const { n } of parts.rows) expect(n).toBeGreaterThanOrEqual(5);
		expect((await verifyOpenBooks(database.db, fund)).faults).toEqual([]);
		expect((await verifyAlone(await csvOf("watched"))).code).toBe(0);
	});

	test("are promised in sums of five, and given whole when the last of them is paid", async () => {
		const fund = await plantOpenFund(database.owner, "promised");
		await bankGift(database.db, fund, "p", "2026-01-02", 1_000_000);
		for (let i = 0; i < 6; i++) await help(database.db, fund, 5_000 + i, { approved: "2026-03-20", amount: 1_000 });
		await publishIncoming(database.db);
		await publishDue(database.db, "2026-07-01");
		const numbers = (await fundNumbers(database.db, "promised"))?.numbers[0];
		expect(numbers?.paidOut).toEqual({ given: 0, promised: 6_000, reserve: 0, available: 994_000 });
		expect((await rowsOf("promised")).map(short)).toEqual([
			"2026-01 gift transfer 10000.00",
			"2026-03 promised family -60.00",
		]);
	});

	test("to one family alone wait for other families, however many they are", async () => {
		const fund = await plantOpenFund(database.owner, "one-family");
		await bankGift(database.db, fund, "o", "2026-01-02", 1_000_000);
		const day = { approved: "2026-02-01", paid: "2026-02-09", amount: 1_000 };
		for (let i = 0; i < 8; i++) await help(database.db, fund, 7_000 + i, { ...day, family: 7_000 });
		await publishIncoming(database.db);
		await publishDue(database.db, "2026-07-01");
		expect((await rowsOf("one-family")).map(short)).toEqual(["2026-01 gift transfer 10000.00"]);
		for (let i = 0; i < 4; i++)
			await help(database.db, fund, 7_100 + i, { ...day, approved: "2026-04-01", paid: "2026-04-02" });
		await publishDue(database.db, "2026-10-01");
		expect((await rowsOf("one-family")).map(short)).toEqual([
			"2026-01 gift transfer 10000.00",
			"2026-06 given family -120.00",
		]);
	});

	test("of which there are fewer than five wait, and what can be given out does not tell of them", async () => {
		const fund = await plantOpenFund(database.owner, "few");
		await bankGift(database.db, fund, "f", "2026-01-02", 1_000_000);
		for (let i = 0; i < 4; i++)
			await help(database.db, fund, 6_000 + i, { approved: "2026-02-01", paid: "2026-02-09", amount: 1_000 });
		await publishIncoming(database.db);
		await publishDue(database.db, "2026-07-01");
		expect((await fundNumbers(database.db, "few"))?.numbers[0]?.paidOut).toMatchObject({
			given: 0,
			available: 1_000_000,
		});
		await help(database.db, fund, 6_010, {
			approved: "2026-04-01",
			paid: "2026-04-02",
			amount: 1_000,
			category: "lawyer",
		});
		await publishDue(database.db, "2026-10-01");
		expect((await rowsOf("few")).map(short)).toEqual([
			"2026-01 gift transfer 10000.00",
			"2026-06 given several -50.00",
		]);
		expect((await fundNumbers(database.db, "few"))?.numbers[0]?.paidOut).toMatchObject({
			given: 5_000,
			available: 995_000,
		});
	});
});

describe("Postgres", () => {
	const refused = { code: "42501" };

	test("lets the site change no row and put in none of its own", async () => {
		for (const statement of [
			sql`update fund_publications set amount = 1`,
			sql`delete from fund_publications`,
			sql`insert into fund_publications select * from fund_publications limit 1`,
			sql`insert into fund_publication_parts select * from fund_publication_parts limit 1`,
			sql`update fund_publication_heads set hash = decode(repeat('11', 32), 'hex')`,
			sql`update fund_publication_sums set amount = 1`,
		])
			await expect(statement.execute(database.db)).rejects.toMatchObject(refused);
	});

	describe("publishes no sum that tells of a payment, whatever the code asks for", () => {
		let fund: number;
		const family = (number: number) => `aid:00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
		const families = (from: number, count: number) => Array.from({ length: count }, (_, i) => family(from + i));
		beforeAll(async () => {
			fund = await plantOpenFund(database.owner, "ruled");
			await bankGift(database.db, fund, "r", "2026-01-02", 1_000_000);
			const day = { approved: "2026-02-01", paid: "2026-02-09", amount: 1_000, fee: 100 };
			for (let i = 0; i < 10; i++) await help(database.db, fund, 8_000 + i, day);
			// One more of the first family, ten of another.
			await help(database.db, fund, 8_100, { ...day, family: 8_000 });
			for (let i = 0; i < 10; i++) await help(database.db, fund, 8_200 + i, { ...day, family: 8_200 });
			// Promised in one quarter, paid in the next.
			for (let i = 0; i < 5; i++) await help(database.db, fund, 8_300 + i, { ...day, paid: "2026-04-09" });
		});

		/** Publishes one row as the site's role may, and takes it back. */
		const published = (row: object, parts: string[], ...before: string[][]) =>
			publishedOf(row, parts, "kind" in row && row.kind === "bank-costs" ? 100 : 1_000, ...before);
		const publishedOf = (row: object, parts: string[], each: number | number[], ...before: string[][]) =>
			database.db
				.transaction()
				.execute(async (trx) => {
					for (const of of [...before, parts]) {
						const rows = [
							{
								...{
									month: "2026-03-01",
									kind: "given",
									category: "family",
									currency: "EUR",
									amount: -of.reduce((sum, _, i) => sum + amountOf(each, i), 0),
								},
								...{ reverses: null, sample: false },
								parts: of.map((part, i) => ({ part, amount: amountOf(each, i) })),
								...(of === parts && row),
							},
						];
						await sql`select publish_sums(${fund}, ${JSON.stringify(rows)}::jsonb)`.execute(trx);
					}
					throw new Error("published");
				})
				.catch((error: { constraint?: string; message?: string }) => error.constraint ?? error.message);

		const amountOf = (each: number | number[], i: number) => (typeof each === "number" ? each : (each[i] ?? 0));

		test("five families at least, none of whom stood in a row before", async () => {
			expect(await published({}, families(8_000, 5))).toBe("published");
			expect(await published({}, families(8_000, 4))).toBe("books_five");
			expect(await published({}, families(8_001, 5), families(8_000, 5))).toBe("books_five");
			expect(await published({}, families(8_005, 5), families(8_000, 5))).toBe("published");
			expect(await published({}, [...families(8_000, 4), family(9_999)])).toBe("books_five");
			expect(await published({ amount: -4_000 }, families(8_000, 5))).toBe("books_sum");
			expect(await published({ amount: 5_000 }, families(8_000, 5))).toBe("books_sum");
			expect(await publishedOf({}, families(8_000, 5), [0, 0, 0, 0, 1_000])).toBe("books_five");
		});

		test("of each part what was booked by the end of its quarter, and no more of it later", async () => {
			expect(await publishedOf({}, families(8_000, 5), 100_000)).toBe("books_booked");
			expect(await publishedOf({}, families(8_000, 5), [900, 1_000, 1_000, 1_000, 1_100])).toBe("books_booked");
			expect(await published({}, families(8_000, 10), families(8_000, 5))).toBe("books_booked");
			expect(await published({ currency: "USD" }, families(8_000, 5))).toBe("books_booked");
			expect(await published({ kind: "promised" }, families(8_000, 5))).toBe("books_booked");
			expect(await published({}, families(8_300, 5))).toBe("books_booked");
			expect(await published({ month: "2026-06-01" }, families(8_300, 5))).toBe("published");
		});

		test("and what was published past that rule is found beside the ledger", async () => {
			const unlike = async (each: number[]) => {
				const rows = [
					{
						...{ month: "2026-03-01", kind: "given", category: "family", currency: "EUR", sample: false },
						amount: -each.reduce((sum, amount) => sum + amount, 0),
						parts: families(8_000, 5).map((part, i) => ({ part, amount: each[i] })),
					},
				];
				return database.owner
					.transaction()
					.execute(async (trx) => {
						await sql`select publish_incoming(100)`.execute(trx);
						await sql`create or replace function check_published_sum(p fund_publications, parts jsonb) returns void
							language plpgsql as 'begin end'`.execute(trx);
						await sql`select publish_sums(${fund}, ${JSON.stringify(rows)}::jsonb)`.execute(trx);
						throw Object.assign(new Error("back"), { found: (await verifyOpenBooks(trx, fund)).faults });
					})
					.catch((error: { found?: unknown; message: string }) => error.found ?? error.message);
			};
			const given = { what: "unlike the ledger", kind: "given", currency: "EUR" };
			expect(await unlike([1_000, 1_000, 1_000, 1_000, 1_000])).toEqual([]);
			expect(await unlike([100_000, 100_000, 100_000, 100_000, 100_000])).toEqual([given]);
			expect(await unlike([900, 1_000, 1_000, 1_000, 1_100])).toEqual([given]);
		});

		test("five families, however many payments each had: those to one family are its sum", async () => {
			expect(await published({}, families(8_200, 10))).toBe("books_five");
			expect(await published({}, [...families(8_000, 4), family(8_100)])).toBe("books_five");
			expect(await published({}, [...families(8_000, 4), ...families(8_200, 10)])).toBe("published");
			// The transfers' fees are as many families' as the transfers.
			const { rows } = await sql<{ part: string; key: string }>`
				select 'journal:' || seq as part, key from journals where campaign_id = ${fund} and key like 'aid:%:paid'`.execute(
				database.db,
			);
			const feesOf = (wanted: string[]) =>
				rows.filter(({ key }) => wanted.includes(key.slice(0, -5))).map((row) => row.part);
			const costs = { kind: "bank-costs", category: "" };
			expect(await published(costs, feesOf(families(8_200, 10)))).toBe("books_five");
			expect(await published(costs, feesOf(families(8_000, 5)))).toBe("published");
		});

		test("as many families as before when one of them has been erased", async () => {
			await database.owner.transaction().execute(async (trx) => {
				await sql`set local session_replication_role = replica`.execute(trx);
				await sql`update beneficiaries set locked = null, erased_on = current_date
					where id in (select beneficiary_id from aid_requests where id = ${family(8_004).slice(4)})`.execute(trx);
			});
			expect(await published({}, families(8_000, 5))).toBe("published");
			expect(await published({}, [...families(8_000, 4), family(8_100)])).toBe("books_five");
		});

		test("help whose family is not known here, as in books that were brought back, as one family's", async () => {
			const known = async (parts: string[], missing: string[]) => {
				const undone = new Error("undone");
				let said: unknown;
				await database.owner
					.transaction()
					.execute(async (trx) => {
						await sql`set local session_replication_role = replica`.execute(trx);
						await sql`delete from aid_requests where id = any (${missing.map((one) => one.slice(4))}::uuid[])`.execute(
							trx,
						);
						const { rows } = await sql<{ n: number }>`
							select count(distinct family_behind(${fund}, part)) as n from unnest(${parts}::text[]) part`.execute(trx);
						said = rows[0]?.n;
						throw undone;
					})
					.catch((error: unknown) => expect(error).toBe(undone));
				return said;
			};
			expect(await known(families(8_000, 5), [])).toBe(5);
			expect(await known(families(8_000, 5), families(8_001, 4))).toBe(2);
		});

		test("three months after their quarter, and of a quarter", async () => {
			const now = new Date();
			const inMonths = (months: number) =>
				new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 10);
			expect(await published({ month: inMonths(-3) }, families(8_000, 5))).toBe("books_late");
			expect(await published({ kind: "promised", month: inMonths(0) }, families(8_000, 5))).toBe("books_late");
			expect(await published({ month: "2026-02-01" }, families(8_000, 5))).toBe("books_quarter");
		});

		test("a promise once more as a whole, and not a part of it", async () => {
			const promise = [
				{ month: "2026-03-01", kind: "promised", category: "family", currency: "EUR", amount: -5_000 },
			].map((row) => ({
				...row,
				reverses: null,
				sample: false,
				parts: families(8_300, 5).map((part) => ({ part, amount: 1_000 })),
			}));
			await sql`select publish_sums(${fund}, ${JSON.stringify(promise)}::jsonb)`.execute(database.db);
			const later = { month: "2026-06-01" };
			const release = { ...later, kind: "promised", amount: 5_000 };
			const { rows } = await sql<{ n: number }>`
				select n from fund_publications where campaign_id = ${fund} and kind = 'promised'`.execute(database.db);
			const n = rows[0]?.n;
			expect(await published(later, families(8_300, 5))).toBe("published");
			expect(await published({ ...release, reverses: n }, families(8_300, 5))).toBe("published");
			expect(await published(release, families(8_300, 5))).toBe("books_sum");
			expect(await published({ ...later, reverses: n }, families(8_000, 5))).toBe("books_sum");
			expect(await published({ ...release, month: "2026-03-01", reverses: n }, families(8_300, 5))).toBe(
				"books_booked",
			);
			expect(await published(later, families(8_300, 4))).toBe("books_five");
		});

		test("and no gift that was not booked", async () => {
			expect(await published({ kind: "gift" }, families(8_000, 5))).toBe("books_gifts");
			await expect(sql`select append_publications(${fund}, '[]')`.execute(database.db)).rejects.toMatchObject(refused);
		});
	});

	test("refuses it to the owner too, as long as its triggers stand", async () => {
		for (const statement of [sql`update fund_publications set amount = 1`, sql`truncate fund_publication_parts`])
			await expect(statement.execute(database.owner)).rejects.toMatchObject({ constraint: "ledger_immutable" });
	});

	test("and whoever takes them away is found out, with the row", async () => {
		const fund = (await fundNumbers(database.db, "promised"))?.head.campaignId ?? 0;
		const tampered = (change: ReturnType<typeof sql>) =>
			database.owner
				.transaction()
				.execute(async (trx) => {
					await sql`alter table fund_publications disable trigger user`.execute(trx);
					await change.execute(trx);
					throw Object.assign(new Error("back"), { found: (await verifyOpenBooks(trx, fund)).faults });
				})
				.catch((error: { found?: unknown }) => error.found);
		expect(
			await tampered(sql`update fund_publications set month = '2026-02-01' where campaign_id = ${fund} and n = 1`),
		).toEqual([{ what: "row", n: 1 }]);
		expect(
			await tampered(sql`update fund_publications set category = 'cash' where campaign_id = ${fund} and n = 2`),
		).toEqual([{ what: "row", n: 2 }]);
		expect(
			await tampered(sql`update fund_publication_sums set amount = amount + 1 where campaign_id = ${fund}`),
		).toContainEqual({
			what: "published sums",
		});
	});
});
