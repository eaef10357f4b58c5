import { sql } from "kysely";
import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { Db } from "#db/client.ts";

/** What the mail keeps about an address. */
export interface HeldMails {
	/** Promised and not sent yet, by kind. */
	unsent: { kind: string; n: number }[];
	/** How many were sent on which days that nobody had asked for. */
	sent: { day: string; n: number }[];
	/** Why no mail goes there. */
	stopped: { scope: "all" | "bulk"; reason: string; since: string; until: string | null }[];
	/** How often mail came back on which days, for a reason that may pass. */
	failed: { day: string; n: number }[];
	/** Open links of `/my`, this one included. */
	links: number;
}

/**
 * Reads the mail's part in one round trip.
 * @param subjects what mails may be about: rows of this address
 */
export async function heldMails(
	db: Db,
	addressKey: FingerprintKey,
	email: string,
	subjects: readonly string[],
): Promise<HeldMails> {
	const print = fingerprint(addressKey, email);
	const { rows } = await sql<HeldMails>`
		with about as (
			select unnest(${[...subjects]}::uuid[]) as id
			union all select m.id from picket_mails m where m.rsvp_id = any (${[...subjects]}::uuid[])
			union all select m.id from endorsement_mails m where m.endorsement_id = any (${[...subjects]}::uuid[])
			union all select m.id from donation_mails m where m.donation_id = any (${[...subjects]}::uuid[])
			union all select id from my_links where fingerprint = ${print}),
		unsent as (
			select m.kind, count(*) as n from about a
			join email_deliveries d on d.subject_id = a.id and d.done_on is null
			join email_messages m on m.id = d.message_id group by m.kind)
		select
			coalesce((select json_agg(u order by u.kind) from unsent u), '[]') as unsent,
			coalesce((select json_agg(json_build_object('day', day, 'n', sent) order by day)
				from email_caps where fingerprint = ${print}), '[]') as sent,
			coalesce((select json_agg(json_build_object('day', day, 'n', failures) order by day)
				from email_failures where fingerprint = ${print}), '[]') as failed,
			coalesce((select json_agg(json_build_object('scope', scope, 'reason', reason, 'since', created_on,
				'until', expires_on) order by created_on, reason)
				from email_suppressions where fingerprint = ${print}), '[]') as stopped,
			(select count(*) from my_links where fingerprint = ${print} and expires_at > now()) as links`.execute(db);
	return rows[0] ?? { unsent: [], sent: [], failed: [], stopped: [], links: 0 };
}
