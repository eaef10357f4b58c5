import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { isId } from "#app/web/is-id.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { cancelling } from "#emails/outbox.ts";
import { donationPlace, type SealedDonation } from "../giving/donations.server.ts";
import { formatAmount } from "../money/format-amount.ts";

/** What is held of an address as that of a giver. */
export interface HeldDonation {
	id: string;
	/** The fund's slug. */
	fund: string;
	since: string;
	frequency: "once" | "monthly";
	way: "card" | "transfer" | "cash";
	/** Minor units of the currency; `cover` was added for the fee. */
	amount: number;
	cover: number;
	currency: string;
	reference: string;
	/** The whole amount as a language writes it. */
	printed: string;
	email: string;
	displayName: string;
	dedication: string;
	organisation: SealedDonation["organisation"] | null;
	/** A monthly gift that goes on: it is ended before its giver is erased. */
	running: boolean;
	gifts: { day: string; amount: number; currency: string }[];
}

/** An address's fingerprints under the key of every fund that has one. */
async function fundPrints(db: Db, keys: KeyRing, email: string): Promise<Buffer[]> {
	const funds = await db
		.selectFrom("funds")
		.where("key_sealed", "is not", null)
		.select(["campaign_id", "key_sealed"])
		.execute();
	return funds.flatMap(({ campaign_id, key_sealed }) =>
		key_sealed ? [fingerprint(openFingerprintKey(keys, `funds/${campaign_id}`, key_sealed), email)] : [],
	);
}

/** Every donation made with an address, newest first, with what came of each: two reads, whatever there is. */
export async function heldDonations(db: Db, keys: KeyRing, email: string, locale: Locale): Promise<HeldDonation[]> {
	const { rows } = await sql<
		Omit<HeldDonation, "printed" | "email" | "displayName" | "dedication" | "organisation"> & { sealed: Buffer | null }
	>`
		select d.id, c.slug as fund, d.made_on as since, d.frequency, d.way, d.amount, d.cover, d.currency, d.reference,
			d.sealed, ${isRunning} as running,
			coalesce((select json_agg(json_build_object('day', g.given_on, 'amount', g.amount, 'currency', g.currency)
				order by g.given_on, g.id) from gifts g where g.donation_id = d.id), '[]') as gifts
		from donations d join campaigns c on c.id = d.campaign_id
		where d.fingerprint = any (${await fundPrints(db, keys, email)}::bytea[])
		order by d.made_on desc, d.id`.execute(db);
	return rows.map(({ sealed, ...donation }) => {
		const words = sealed && open<SealedDonation>(keys, donationPlace(donation.id), sealed);
		return {
			...donation,
			printed: formatAmount(donation.amount + donation.cover, donation.currency, locale),
			email: words?.email ?? "",
			displayName: words?.displayName ?? "",
			dedication: words?.dedication ?? "",
			organisation: words?.organisation ?? null,
		};
	});
}

const isRunning = sql<boolean>`exists (select from monthly_gifts m where m.donation_id = d.id and m.ended_on is null)`;

/** Whether a monthly gift made with an address goes on. */
export async function hasRunning(db: Db, keys: KeyRing, email: string, locale: Locale): Promise<boolean> {
	return (await heldDonations(db, keys, email, locale)).some(({ running }) => running);
}

/**
 * Erases who gave: address, name and dedication, every link, the mails that wait, what the bank said of a transfer, and which
 * customer of Stripe's it was.
 * The gift stays in the books and is nobody's. One that goes on each month is left as it is: it would be charged, and
 * nobody could end it.
 * @param only one donation's id; another's does nothing
 * @returns how many it was this call that erased
 */
export async function eraseGivers(db: Db, keys: KeyRing, email: string, only?: string): Promise<number> {
	if (only !== undefined && !isId(only)) return 0;
	return inTransaction(db, async (trx) => {
		const prints = await fundPrints(trx, keys, email);
		const { rows } = await sql<{ id: string }>`
			select d.id from donations d where d.fingerprint = any (${prints}::bytea[]) and not ${isRunning}
				and (${only ?? null}::uuid is null or d.id = ${only ?? null}::uuid) order by d.id for update`.execute(trx);
		const ids = rows.map(({ id }) => id);
		await empty(trx, ids);
		await sql`insert into erasures (about, row_id) select 'donation', unnest(${ids}::uuid[])`.execute(trx);
		return ids.length;
	});
}

/**
 * Does again, in a restored copy, what was erased of givers since it was made; also of a gift that runs in the copy alone.
 * @returns how many rows it changed
 */
export async function eraseGiversAgain(trx: Db, ids: readonly string[]): Promise<number> {
	const { rows } = await sql<{ id: string }>`
		select id from donations where id = any (${[...ids]}::uuid[])
			and num_nonnulls(sealed, fingerprint, token_hash) > 0 order by id for update`.execute(trx);
	await empty(
		trx,
		rows.map(({ id }) => id),
	);
	return rows.length;
}

async function empty(trx: Db, ids: readonly string[]): Promise<void> {
	await sql`
		with emptied as (
			update donations set sealed = null, fingerprint = null, token_hash = null where id = any (${[...ids]}::uuid[])),
		links as (delete from donation_links where donation_id = any (${[...ids]}::uuid[])),
		-- What the bank says of a transfer names who made it.
		lines as (
			update bank_lines set sealed = null where sealed is not null and id in (
				select l.id from bank_lines l join journals j on j.seq = l.journal_seq join gifts g on g.id = j.gift_id
				where g.donation_id = any (${[...ids]}::uuid[])
				union all select a.line_id from bank_allocations a join gifts g on g.id = a.gift_id
				where g.donation_id = any (${[...ids]}::uuid[]))),
		customers as (update monthly_gifts set customer = null where donation_id = any (${[...ids]}::uuid[])),
		cancelled as (${cancelling(sql`select id from donation_mails where donation_id = any (${[...ids]}::uuid[])`)})
		select`.execute(trx);
}
