import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open, seal } from "#app/seal/seal.ts";
import { hashToken, newToken } from "#app/seal/tokens.ts";
import type { SigningLinks } from "#app/web/links.ts";
import type { Db } from "#db/client.ts";
import { cancelling, deliveryRow } from "#emails/outbox.ts";
import { type RemindableWords, withoutLinks } from "./reminder-links.ts";
import { findByToken, submissionDays, tokenDays } from "./token.server.ts";
import type { Words } from "./words.ts";

export interface Renewal {
	/** Of the link that is too old. */
	token: string;
	/** The language of the page, and so of the mail. */
	locale: Locale;
	/** Makes what the mail links to from its token. */
	links: (token: string) => SigningLinks;
}

/** `not-now`: the link still works, has been used or renewed, or its petition is closed; the confirm page says which. */
export type Renewed = { state: "promised"; slug: string } | { state: "not-now" };

/**
 * Sends a new link for words whose link is too old, in one statement: they move to a new submission
 * with a token of its own, the old one ends, the mail is promised. Twice, or at the same time, sends one.
 */
export async function renewSubmission(db: Db, keys: KeyRing, { token, locale, links }: Renewal): Promise<Renewed> {
	const old = await findByToken(db, token, locale);
	if (!old?.id || !old.sealed || !old.open || old.age <= tokenDays || old.age > submissionDays)
		return { state: "not-now" };

	// Who has asked for a new link by a button is not reminded of it.
	const words = withoutLinks<Words>(open<RemindableWords>(keys, `submissions/${old.id}`, old.sealed));
	const id = randomUUID();
	const renewed = newToken();
	const mail = deliveryRow(keys, {
		kind: "confirm-signature",
		subjectId: id,
		to: words.email,
		locale,
		values: { ...links(renewed), about: old.neutralTitle },
	});
	const { rows } = await sql<{ promised: boolean }>`
		with ended as (
			update submissions s set state = 'replaced', sealed = null, fingerprint = null, domain_fingerprint = null
			from (select * from submissions where id = ${old.id} and state = 'pending' for update) was
			where s.id = was.id
			returning was.*),
		renewed as (
			insert into submissions (id, petition_id, version_id, fingerprint, domain_fingerprint, suspect, token_hash, sealed)
			select ${id}::uuid, petition_id, version_id, fingerprint, domain_fingerprint, suspect,
				${hashToken(renewed)}::bytea, ${seal(keys, `submissions/${id}`, words)}::bytea
			from ended
			returning id),
		promised as (
			insert into email_deliveries (message_id, lane, subject_id, domain_bucket, params_sealed)
			select ${mail.message_id}, ${mail.lane}, id, ${mail.domain_bucket}::smallint, ${mail.params_sealed}::bytea from renewed),
		cancelled as (${cancelling(sql`select id from ended`)})
		select exists (select from renewed) as promised`.execute(db);
	return rows[0]?.promised ? { state: "promised", slug: old.slug } : { state: "not-now" };
}
