import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { FingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow, type MailKind, type PromisedMail } from "#emails/outbox.ts";
import { attendLink } from "../joining/rsvp.server.ts";
import { linkToken } from "../link-token.server.ts";
import type { Recipient } from "./batch.server.ts";

/** What each person is mailed once: a kind of `picket_mails` and which of them. */
export interface Once {
	kind: "change" | "reminder" | "message" | "answer";
	about: number;
}

/** The kinds of mail to people who come. */
export type PicketMail = Extract<MailKind, `picket-${"changed" | "cancelled" | "reminder" | "message" | "let-in"}`>;

/** A mail without what its recipient adds: address, language and their own link. */
export type Unaddressed<Kind extends PicketMail = PicketMail> = Kind extends PicketMail
	? Pick<PromisedMail<Kind>, "kind" | "calendar"> & { values: Omit<PromisedMail<Kind>["values"], "link"> }
	: never;

/**
 * Promises each of these people their mail, in one statement; whoever was promised the same one before gets none.
 * Addresses stand in clear only in memory, from the seal of the RSVP to that of the delivery.
 * @param key of the picket, for the link that each of them has
 */
export async function promiseMails(
	trx: Db,
	keys: KeyRing,
	key: FingerprintKey,
	once: Once,
	mails: readonly { recipient: Recipient; mail: Unaddressed }[],
): Promise<void> {
	if (mails.length === 0) return;
	const rows = mails.map(({ recipient: { id: rsvpId, locale, email, origin }, mail }) => {
		const id = randomUUID();
		const link = attendLink(origin, locale, linkToken(key, "attend", rsvpId));
		const { kind, calendar } = mail;
		const values = { ...mail.values, link };
		const promised = { kind, subjectId: id, to: email, locale, values, calendar, unsubscribe: link };
		const { domain_bucket, params_sealed } = deliveryRow(keys, promised as PromisedMail<typeof kind>);
		return { id, rsvpId, kind, domain_bucket, params_sealed };
	});
	await sql`
		with mails as (
			select * from unnest(
				${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ rsvpId }) => rsvpId)}::uuid[],
				${rows.map(({ kind }) => kind)}::text[], ${rows.map((row) => row.domain_bucket)}::smallint[],
				${rows.map((row) => row.params_sealed)}::bytea[]
			) m (id, rsvp_id, kind, bucket, sealed)),
		promised as (
			insert into picket_mails (id, rsvp_id, kind, about)
			select id, rsvp_id, ${once.kind}::text, ${once.about}::int from mails order by rsvp_id
			on conflict (rsvp_id, kind, about) do nothing returning id)
		insert into email_deliveries (message_id, lane, subject_id, domain_bucket, params_sealed)
		select e.id, 'transactional', m.id, m.bucket, m.sealed
		from mails m join promised using (id)
		join email_messages e on e.kind = m.kind and e.lane = 'transactional'`.execute(trx);
}
