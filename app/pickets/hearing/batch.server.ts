import { type RawBuilder, type SqlBool, sql } from "kysely";
import { isLocale, type Locale } from "#app/i18n/translate.ts";
import { type FingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { findWhole, type WholePicket } from "../facts.server.ts";
import type { SealedRsvp } from "../joining/rsvp.server.ts";

/** People told in one transaction: what one worker holds in memory at a time. */
const batchSize = 200;

/** A picket of which people are told something, by the database's clock. */
export interface Telling {
	picket: WholePicket;
	key: FingerprintKey;
	now: Date;
	updatedAt: Date;
	/** `YYYY-MM-DD`. */
	createdOn: string;
}

/** Reads a picket with the key of its links; undefined when there is nobody to tell any more. */
export async function readTelling(trx: Db, keys: KeyRing, picketId: string): Promise<Telling | undefined> {
	const picket = await findWhole(trx, keys, picketId);
	const row = await trx
		.selectFrom("pickets")
		.where("id", "=", picketId)
		.select(["key_sealed", "updated_at as updatedAt", "created_on as createdOn", sql<Date>`now()`.as("now")])
		.executeTakeFirst();
	if (!picket || !row?.key_sealed || picket.endsAt <= row.now) return undefined;
	const { key_sealed, ...times } = row;
	return { picket, key: openFingerprintKey(keys, `pickets/${picketId}`, key_sealed), ...times };
}

/** Somebody who comes, opened for the time in which their mail is written. */
export interface Recipient extends SealedRsvp {
	id: string;
	locale: Locale;
	state: string;
	/** Null for who only hears of changes. */
	party: number | null;
	toldSequence: number;
}

/** The next people of a picket with an address who fit, whose rows are kept until the end of the transaction. */
export async function nextRecipients(
	trx: Db,
	keys: KeyRing,
	picketId: string,
	fitting: RawBuilder<SqlBool>,
): Promise<{ recipients: Recipient[]; last: boolean }> {
	const { rows } = await sql<Omit<Recipient, keyof SealedRsvp> & { sealed: Buffer }>`
		select id, locale, state, party, sealed, told_sequence as "toldSequence" from picket_rsvps r
		where picket_id = ${picketId} and state <> 'pending' and sealed is not null and ${fitting}
		order by id limit ${sql.lit(batchSize)} for update`.execute(trx);
	const recipients = rows.map(({ sealed, locale, ...row }) => ({
		...row,
		locale: isLocale(locale) ? locale : ("en" as const),
		...open<SealedRsvp>(keys, `picket_rsvps/${row.id}`, sealed),
	}));
	return { recipients, last: rows.length < batchSize };
}

/** Remembers that people were told how a picket stands. */
export async function markTold(trx: Db, recipients: readonly Recipient[], sequence: number): Promise<void> {
	if (recipients.length === 0) return;
	await sql`
		update picket_rsvps set told_sequence = ${sequence}
		where id = any (${recipients.map(({ id }) => id)}::uuid[])`.execute(trx);
}
