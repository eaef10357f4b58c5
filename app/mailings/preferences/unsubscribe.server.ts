import { type RawBuilder, sql } from "kysely";
import { isLocale, type Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { readUnsubscribeToken } from "#app/seal/mail-tokens.ts";
import type { Db } from "#db/client.ts";
import { cancelling } from "#emails/outbox.ts";
import { noteUnsubscribed } from "../sending/tally.server.ts";

/** The language in which a link of a mail is answered: its subscription's; null when there is none (any more). */
export async function languageOfLink(db: Db, keys: KeyRing, token: string): Promise<Locale | null> {
	const id = readUnsubscribeToken(keys, token);
	if (!id) return null;
	const row = await db.selectFrom("subscriptions").where("id", "=", id).select("locale").executeTakeFirst();
	return isLocale(row?.locale) ? row.locale : null;
}

/**
 * Ends the subscription that a link of a mail is of. A link that is nobody's, or has been used, does nothing and is
 * answered the same.
 */
export async function unsubscribe(db: Db, keys: KeyRing, token: string): Promise<void> {
	const id = readUnsubscribeToken(keys, token);
	if (id) await endSubscription(db, id);
}

/** Ends one subscription, as `endSubscriptions` does. Twice ends once. */
export async function endSubscription(db: Db, id: string): Promise<void> {
	await endSubscriptions(db, sql`select ${id}::uuid as id`);
}

/**
 * The one way to leave: deletes subscriptions with their consents, in one statement. Their unsent mails are cancelled, the
 * erasure is written down for restored backups, and the last mail that each got counts one reader fewer, whoever that was.
 * @param which selects their `id`
 * @returns how many it was this call that deleted
 */
export async function endSubscriptions(db: Db, which: RawBuilder<unknown>): Promise<number> {
	const { rows } = await sql<{ message_id: number | null }>`
		with gone as (delete from subscriptions where id in (${which}) returning id),
		cancelled as (${cancelling(sql`select id from gone`)}),
		erased as (insert into erasures (about, row_id) select 'subscription', id from gone)
		select (
			select d.message_id from email_deliveries d
			where d.subject_id = gone.id and d.lane = 'bulk' and d.state = 'sent'
			order by d.id desc limit 1) as message_id
		from gone`.execute(db);
	for (const { message_id } of rows) if (message_id !== null) await noteUnsubscribed(db, message_id);
	return rows.length;
}
