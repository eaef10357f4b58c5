import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { publishDue, publishIncoming } from "#app/fund/books/publish.server.ts";
import { startPublishingGifts } from "#app/fund/books/start.server.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { everyAddress } from "#tests/support/every-address.ts";
import { cardGift, help } from "#tests/support/open-books.ts";

// What a fund knows of givers, of families and of days stands at no public address.

let app: TestApp;
const aid = "00000000-0000-4000-8000-000000000777";
const beneficiary = "00000000-0000-4000-8000-00000000beef";
let reference = "";
let giftId = "";

beforeAll(async () => {
	app = await startApp();
	const { rows } = await sql<{ id: number }>`select id from campaigns where slug = 'zhanaozen'`.execute(app.owner);
	const fund = rows[0]?.id ?? 0;
	const donation = await sql<{ id: string; reference: string }>`
		insert into donations (campaign_id, reference, frequency, way, currency, amount, locale, token_hash, fingerprint, sealed)
		values (${fund}, 'K7Q2M9XTA', 'once', 'card', 'EUR', 4321, 'en', sha256('canary-token'), sha256('canary-giver'),
			'\\x63616e617279')
		returning id, reference`.execute(app.owner);
	reference = donation.rows[0]?.reference ?? "";
	giftId = await cardGift(app.db, fund, "canarytxn", "2026-11-19", 4_321, 155);
	await sql`update gifts set donation_id = ${donation.rows[0]?.id}, payment_intent = 'pi_canaryintent', charge = 'ch_canarycharge',
		invoice = 'in_canaryinvoice', given_on = '2026-11-19' where id = ${giftId}`.execute(app.owner);
	await help(app.db, fund, 777, {
		approved: "2026-06-17",
		paid: "2026-06-18",
		amount: 7_654,
		category: "lawyer",
		fee: 321,
	});
	await sql`insert into beneficiaries (id, campaign_id, locked, entered_by) values
		(${beneficiary}, ${fund}, '\\x63616e617279', gen_random_uuid())`.execute(app.owner);
	await publishIncoming(app.db);
	await publishDue(app.db);
}, 240_000);
afterAll(() => app.stop());

test("a gift is at the public addresses by its amount and month; nothing else of it, of a family, or of a payment is", async () => {
	const secrets = [
		...["canary", "K7Q2M9XTA", reference, giftId, aid, beneficiary, "2026-11-19", "2026-06-17", "2026-06-18"],
		// One payment, and the bank's fee for it: alone they wait.
		...["76.54", "76,54", "3.21", "3,21"],
		// The processor's fee for one gift.
		...["1.55", "1,55"],
	];
	const places = everyAddress().filter((path) => !path.includes(":"));
	const found: string[] = [];
	let seen = 0;
	for (const path of [...places, "/sitemap.xml"]) {
		const answer = await app.get(path);
		const text = `${JSON.stringify([...answer.headers])}${await answer.text()}`;
		if (/43[.,]21/.test(text)) seen++;
		for (const secret of secrets) if (text.includes(secret)) found.push(`${path}: ${secret}`);
		// Ids of Stripe as they are written.
		if (/\b(?:txn|ch|pi|in|re|cus|sub|po|dp|evt)_[A-Za-z0-9]{6,}/.test(text)) found.push(`${path}: an id of Stripe`);
	}
	expect(found).toEqual([]);
	// Page in three languages, CSV and JSON.
	expect(seen).toBeGreaterThanOrEqual(5);
	expect(app.logged.filter((line) => /canary|4321|43\.21|7654/.test(line))).toEqual([]);
}, 240_000);

test("gifts become public by themselves, a second or two after they are booked", async () => {
	const { rows } = await sql<{ id: number }>`select id from campaigns where slug = 'zhanaozen'`.execute(app.owner);
	const publishing = startPublishingGifts(app.db, { warn: () => undefined, info: () => undefined });
	await cardGift(app.db, rows[0]?.id ?? 0, "second", "2026-11-20", 8_765, 300);
	await expect
		.poll(async () => (await app.get("/fund/zhanaozen/ledger.csv")).text(), { timeout: 15_000 })
		.toContain("87.65");
	await publishing.stop();
});
