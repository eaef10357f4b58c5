import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open, seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { liveCount } from "../petition.server.ts";
import { promiseDigest } from "./digest-mail.server.ts";
import { reachedGoal } from "./reached-goal.ts";

/** A petition of a campaign, by its slug. */
export interface Of {
	petition: string;
	campaignId: number;
}

/** What became of one digest, as the delivery itself says; `bounced`: accepted and sent back; `forgotten`: no longer kept. */
export type DigestState =
	| "queued"
	| "claimed"
	| "sending"
	| "deferred"
	| "sent"
	| "rejected"
	| "suppressed"
	| "cancelled"
	| "unknown"
	| "bounced"
	| "forgotten";

/** States from which an organiser may send it anew. */
export const failed: readonly DigestState[] = ["rejected", "suppressed", "cancelled", "unknown", "bounced"];

/** A mailbox as its page at the desk shows it. */
export interface ShownMailbox {
	id: string;
	body: string;
	/** The addressee's line, from 1; null for who is only informed. */
	place: number | null;
	locale: Locale;
	email: string;
	/** The newest of each milestone. */
	digests: { id: string; milestone: string; state: DigestState; on: string }[];
}

/** A petition's digests as their page at the desk shows them. */
export interface ShownDigests {
	started: boolean;
	/** `YYYY-MM-DD`. */
	days: string[];
	mailboxes: ShownMailbox[];
}

/** What is set up for a petition's digests, and what became of each; undefined where the campaign has no such petition. */
export async function digestsOf(db: Db, keys: KeyRing, of: Of): Promise<ShownDigests | undefined> {
	type Row = Omit<ShownDigests, "mailboxes"> & {
		mailboxes: (Omit<ShownMailbox, "email"> & { sealed: string })[];
	};
	const { rows } = await sql<Row>`
		select exists (select from petition_digests where petition_id = p.id) as started,
			array(select to_char(day, 'YYYY-MM-DD') from digest_days where petition_id = p.id order by day) as days,
			coalesce((select json_agg(json_build_object('id', m.id, 'body', m.body, 'place', m.place, 'locale', m.locale,
				'sealed', encode(m.sealed, 'base64'), 'digests', coalesce((
					select json_agg(json_build_object('id', g.id, 'milestone', g.milestone, 'on', g.promised_on, 'state', ${stateOf})
						order by g.promised_on, g.milestone)
					from (select distinct on (milestone) * from digests where mailbox_id = m.id order by milestone, again desc) g
					left join email_deliveries d on d.subject_id = g.id), '[]')) order by m.place nulls last, m.body, m.id)
				from digest_mailboxes m where m.petition_id = p.id), '[]') as mailboxes
		from petitions p where p.slug = ${of.petition} and p.campaign_id = ${of.campaignId}`.execute(db);
	const [row] = rows;
	if (!row) return undefined;
	const mailboxes = row.mailboxes.map(({ sealed, ...mailbox }) => ({
		...mailbox,
		email: open<{ email: string }>(keys, `digest_mailboxes/${mailbox.id}`, Buffer.from(sealed, "base64")).email,
	}));
	return { ...row, mailboxes };
}

/** Of digest `g` by its delivery `d`. A report of a bounce leaves its code (RFC 3463) with a mail that was sent. */
const stateOf = sql<DigestState>`case when d.id is null then 'forgotten'
	when d.state = 'sent' and d.enhanced_code ~ '^[45][.]' then 'bounced' else d.state end`;

/** Adds a mailbox; `place` is null for a body that is only informed. @returns its id; null where there is no such petition */
export async function addMailbox(
	trx: Db,
	keys: KeyRing,
	{ petition, campaignId }: Of,
	{ body, email, locale, place, by }: { body: string; email: string; locale: Locale; place: number | null; by: string },
): Promise<string | null> {
	const id = randomUUID();
	const { rows } = await sql`
		insert into digest_mailboxes (id, petition_id, place, body, locale, sealed, added_by)
		select ${id}::uuid, id, ${place}::smallint, ${body}, ${locale}, ${seal(keys, `digest_mailboxes/${id}`, { email })}::bytea,
			${by}::uuid
		from petitions where slug = ${petition} and campaign_id = ${campaignId} and anonymised_at is null
		returning id`.execute(trx);
	return rows.length > 0 ? id : null;
}

/** Takes a mailbox out with all that is known of it. @returns whether it was there */
export async function removeMailbox(trx: Db, { petition, campaignId }: Of, id: string): Promise<boolean> {
	const { numAffectedRows } = await sql`
		delete from digest_mailboxes where id = ${id}::uuid and petition_id = (
			select id from petitions where slug = ${petition} and campaign_id = ${campaignId})`.execute(trx);
	return (numAffectedRows ?? 0n) > 0n;
}

/** Begins digests, from the next goal on, or ends them. @returns whether anything changed */
export async function setDigests(trx: Db, { petition, campaignId }: Of, on: boolean, by: string): Promise<boolean> {
	const { rows } = await sql<{ id: number; count: number }>`
		select p.id, ${liveCount} as count from petitions p join petition_counts n on n.petition_id = p.id
		where p.slug = ${petition} and p.campaign_id = ${campaignId} and p.handed_in_at is null`.execute(trx);
	const [found] = rows;
	if (!found) return false;
	const { numAffectedRows } = on
		? await sql`
			insert into petition_digests (petition_id, goal, started_by)
			values (${found.id}, ${reachedGoal(found.count)}, ${by}::uuid) on conflict do nothing`.execute(trx)
		: await sql`delete from petition_digests where petition_id = ${found.id}`.execute(trx);
	return (numAffectedRows ?? 0n) > 0n;
}

/** Makes a day a milestone. @param day `YYYY-MM-DD`, today or later @returns whether it was taken */
export async function addDay(trx: Db, { petition, campaignId }: Of, day: string): Promise<boolean> {
	const { numAffectedRows } = await sql`
		insert into digest_days (petition_id, day)
		select id, ${day}::date from petitions where slug = ${petition} and campaign_id = ${campaignId}
			and ${day}::date >= current_date
		on conflict do nothing`.execute(trx);
	return (numAffectedRows ?? 0n) > 0n;
}

/** Sends a digest anew that did not arrive, with the numbers of now; pressed twice, once. @returns whether it was promised */
export async function sendDigestAgain(
	trx: Db,
	keys: KeyRing,
	{ petition, campaignId }: Of,
	{ id, origin }: { id: string; origin: string },
): Promise<boolean> {
	const { rows } = await sql<{ milestone: string; again: number; mailbox: string; locale: Locale; sealed: Buffer }>`
		select g.milestone, g.again, m.id as mailbox, m.locale, m.sealed
		from digests g join digest_mailboxes m on m.id = g.mailbox_id join petitions p on p.id = m.petition_id
		left join email_deliveries d on d.subject_id = g.id
		where g.id = ${id}::uuid and p.slug = ${petition} and p.campaign_id = ${campaignId}
			and ${stateOf} = any (${[...failed]}::text[])`.execute(trx);
	const [found] = rows;
	if (!found) return false;
	const { milestone, again, mailbox, locale, sealed } = found;
	return promiseDigest(
		trx,
		keys,
		{ id: mailbox, locale, sealed, petition, campaignId },
		{ milestone, again: again + 1, origin },
	);
}
