import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { type AidCategory, entryOfAidApproved, entryOfAidPaid, entryOfBankLine } from "#app/fund/ledger/entries.ts";
import { postBalanceTxn, postEntry } from "#app/fund/ledger/post.server.ts";
import type { Db } from "#db/client.ts";
import { plantFund, plantGift } from "#tests/support/ledger.ts";

/** A fund whose page others find, with nothing in its books, and one who asks for help. @returns the campaign's id */
export async function plantOpenFund(owner: Db, slug: string): Promise<number> {
	const id = await plantFund(owner, slug);
	await sql`
		with member as (
			insert into organisers (fingerprint, sealed, locale, state, password_hash, totp_sealed)
			values (sha256(${slug}::bytea), '\\x00', 'en', 'active', '$argon2id$', '\\x00') returning id)
		insert into campaign_roles (organiser_id, campaign_id, role) select id, ${id}::int, 'committee' from member`.execute(
		owner,
	);
	await sql`update campaigns set opened_at = now() where id = ${id}`.execute(owner);
	await sql`insert into fund_editions (campaign_id, locale, purpose) values (${id}, 'en', 'A purpose')`.execute(owner);
	return id;
}

/** A gift by bank transfer, which has no fee. @param id of its line in a statement */
export async function bankGift(db: Db, fund: number, id: string, day: string, amount: number, currency = "EUR") {
	await db
		.transaction()
		.execute((trx) =>
			postEntry(trx, fund, entryOfBankLine({ id, occurredOn: day }, { currency, amount }, "gift"), null),
		);
}

/** A gift by card, as Stripe's balance transaction brings it. @returns its id */
export async function cardGift(db: Db, fund: number, id: string, day: string, amount: number, fee: number) {
	const giftId = await plantGift(db, fund, { currency: "EUR", amount });
	const txn = {
		...{
			id: `txn_${id}`,
			source: `ch_${id}`,
			type: "charge",
			reportingCategory: "charge",
			currency: "EUR",
			amount,
			fee,
		},
		...{ net: amount - fee, exchangeRate: null, createdOn: day, availableOn: day },
		feeDetails: [{ type: "stripe_fee", amount: fee, currency: "eur" }],
	};
	await db.transaction().execute((trx) => postBalanceTxn(trx, fund, txn, { giftId }));
	return giftId;
}

/** A part of a gift by card that is given back. */
export async function refundCard(db: Db, fund: number, id: string, giftId: string, day: string, amount: number) {
	const txn = {
		...{ id: `txn_${id}`, source: `re_${id}`, type: "refund", reportingCategory: "refund", currency: "EUR" },
		...{ amount: -amount, fee: 0, net: -amount, exchangeRate: null, createdOn: day, availableOn: day, feeDetails: [] },
	};
	await db.transaction().execute((trx) => postBalanceTxn(trx, fund, txn, { giftId }));
}

/** Help that is approved on a day, and paid on another where there is one. @param number names it, and its family */
export async function help(
	db: Db,
	fund: number,
	number: number,
	{ approved, paid, amount, category = "family", fee = 0, family = number }: Help,
) {
	const id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
	const money = { currency: "EUR", amount };
	const helped = sql`md5(${`${fund} ${family}`})::uuid`;
	await sql`insert into beneficiaries (id, campaign_id, locked, entered_by)
		values (${helped}, ${fund}, '\\x00', gen_random_uuid()) on conflict do nothing`.execute(db);
	await sql`insert into aid_requests (id, campaign_id, beneficiary_id, category, currency, amount, requested_by)
		select ${id}::uuid, ${fund}::int, ${helped}, ${category}, 'EUR', ${amount}::bigint, organiser_id
		from campaign_roles where campaign_id = ${fund} and role = 'committee'`.execute(db);
	await db
		.transaction()
		.execute((trx) => postEntry(trx, fund, entryOfAidApproved({ id, occurredOn: approved }, category, money), null));
	if (paid)
		await db
			.transaction()
			.execute((trx) => postEntry(trx, fund, entryOfAidPaid({ id, occurredOn: paid }, money, fee), null));
}

export interface Help {
	approved: string;
	paid?: string;
	amount: number;
	category?: AidCategory;
	/** The bank's. */
	fee?: number;
	/** Another help of the same family has the same; each has its own where it is left out. */
	family?: number;
}

/** Runs the program that anybody runs over ledger.csv. */
export async function verifyAlone(csv: string | Buffer, ...noted: string[]): Promise<{ code: number; says: string }> {
	const folder = await mkdtemp(join(tmpdir(), "yntymaq-books-"));
	const file = join(folder, "ledger.csv");
	await writeFile(file, csv);
	try {
		return await new Promise((resolve) => {
			execFile(process.execPath, ["app/fund/books/verify-ledger.mjs", file, ...noted], (error, stdout) =>
				resolve({ code: typeof error?.code === "number" ? error.code : 0, says: stdout.trim() }),
			);
		});
	} finally {
		await rm(folder, { recursive: true });
	}
}
