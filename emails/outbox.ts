import { type RawBuilder, sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import { domainBucket } from "./domain-bucket.ts";
import { type MailKind, type MailValues, mailPlace, type SealedMail } from "./kinds.ts";

export { domainBucket } from "./domain-bucket.ts";
export type { MailKind } from "./kinds.ts";
export { liftingComplaint } from "./suppress.ts";

/** A mail of one kind to one person, about one submission (or later: RSVP, gift, …). */
export interface PromisedMail<Kind extends MailKind> {
	kind: Kind;
	/** What the mail is about, a uuid: one mail of a kind each. */
	subjectId: string;
	/** The address as typed. */
	to: string;
	locale: string;
	values: MailValues[Kind];
	/** An iCalendar object to go along as a file (RFC 5545). */
	calendar?: string;
	/** Where a mail client's own "unsubscribe" leads: a page with a button (RFC 2369). */
	unsubscribe?: string;
}

/** A row for `email_deliveries`, mostly written within a larger statement: call `wakeMailer` after the commit. */
export interface DeliveryRow {
	message_id: RawBuilder<number>;
	lane: "transactional";
	subject_id: string;
	domain_bucket: number;
	params_sealed: Buffer;
}

/** Seals a mail into the row that promises it; reads nothing, so that every promise costs the same. */
export function deliveryRow<Kind extends MailKind>(
	ring: KeyRing,
	{ kind, subjectId, ...mail }: PromisedMail<Kind>,
): DeliveryRow {
	return {
		message_id: sql<number>`(select id from email_messages where kind = ${kind} and lane = 'transactional')`,
		lane: "transactional",
		subject_id: subjectId,
		domain_bucket: domainBucket(mail.to),
		params_sealed: seal(ring, mailPlace(subjectId), mail satisfies SealedMail<Kind>),
	};
}

/**
 * Cancels what has not been sent about these subjects and empties it; a statement to stand as a part of a larger one.
 * A mail already at a socket is emptied too: it is not tried again.
 * @param subjects a query of subject ids
 */
export function cancelling(subjects: RawBuilder<unknown>): RawBuilder<unknown> {
	return sql`
		with open as (
			select id, state = 'sending' as sending from email_deliveries
			where subject_id in (${subjects}) and state in ('queued', 'claimed', 'sending', 'deferred', 'unknown')
			-- One order for all who lock several deliveries.
			order by id for update
		)
		update email_deliveries d set
			params_sealed = null,
			state = case when open.sending then d.state else 'cancelled' end,
			done_on = case when open.sending then null else current_date end,
			claimed_by = case when open.sending then d.claimed_by end,
			lease_until = case when open.sending then d.lease_until end,
			not_before = null
		from open
		where d.id = open.id`;
}
