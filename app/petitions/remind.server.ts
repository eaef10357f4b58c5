import { sql } from "kysely";
import { isLocale, preferences } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { cancelling, type DeliveryRow, deliveryRow } from "#emails/outbox.ts";
import { isOpen } from "./petition.server.ts";
import type { RemindableWords } from "./reminder-links.ts";

/**
 * Days after which who has not confirmed is reminded. Of a submission only the day is known, so that two of them are
 * twenty-four hours at the least.
 */
const reminderDays = 2;
/** Days later on which a worker that was away still makes up for it. */
const LATE_DAYS = 1;
/** Hours of that day over which its reminders are spread: fresh mails are not to wait behind all of them at once. */
const SPREAD_HOURS = 6;
/** Reminders promised by one statement. */
const BATCH = 200;

export interface Reminding {
	/** Ends it after the batch at hand. */
	signal?: AbortSignal;
	/** How much of the day's reminders, from 0 to 1, have come up; by the database's clock unless it is given. */
	share?: number | null;
}

/**
 * Promises one more mail, with the same link, to who has signed and not confirmed: once for an address, whatever it posted,
 * and only while the petition is open, its setting says so and the first mail was taken. Who met a trap or is at risk
 * gets none. Any number of workers may.
 * @returns how many were promised
 */
export async function remindToConfirm(
	db: Db,
	keys: KeyRing,
	{ signal, share = null }: Reminding = {},
): Promise<number> {
	const { rows } = await sql<{ id: string }>`select s.id ${due(share)} order by s.id`.execute(db);
	let promised = 0;
	for (let from = 0; from < rows.length && !signal?.aborted; from += BATCH)
		promised += await remind(
			db,
			keys,
			rows.slice(from, from + BATCH).map(({ id }) => id),
		);
	return promised;
}

const mailOf = (submission: string, kind: string) => sql`
	select from email_deliveries d join email_messages m on m.id = d.message_id and m.kind = ${kind}
	where d.subject_id = ${sql.ref(submission)}`;

/** Identities are random: how far the hours have gone says how many of the day's have come up. */
const comeUp = (share: number | null) => sql`
	s.created_on < current_date - ${reminderDays}::int or s.id <= (lpad(to_hex(least(
		coalesce(${share}::float, extract(epoch from localtime) / (${SPREAD_HOURS} * 3600)) * 65536, 65535)::int),
		4, '0') || repeat('f', 28))::uuid`;

const due = (share: number | null) => sql`
	from submissions s join petitions p on p.id = s.petition_id
	where s.created_on between current_date - ${reminderDays + LATE_DAYS}::int and current_date - ${reminderDays}::int
		and (${comeUp(share)}) and s.state = 'pending' and not s.suspect and p.remind and ${isOpen}
		and exists (${mailOf("s.id", "confirm-signature")} and d.state = 'sent')
		and not exists (
			select from submissions o
			where o.petition_id = s.petition_id and o.fingerprint = s.fingerprint and o.state = 'pending' and not o.suspect
				-- Of what one address has posted the newest is reminded of, and nothing after that.
				and ((o.created_on, o.id) > (s.created_on, s.id) or exists (${mailOf("o.id", "remind-signature")})))
		and not exists (${mailOf("s.id", "remind-signature")})
		and not exists (
			select from signatures g where g.petition_id = s.petition_id and g.fingerprint = s.fingerprint)`;

interface Row {
	id: string;
	sealed: Buffer;
	titles: Record<string, string>;
}

async function remind(db: Db, keys: KeyRing, ids: readonly string[]): Promise<number> {
	const { rows } = await sql<Row>`
		select s.id, s.sealed, (
			select jsonb_object_agg(e.locale, e.neutral_title) from campaign_editions e where e.campaign_id = p.campaign_id) as titles
		from submissions s join petitions p on p.id = s.petition_id
		where s.id = any (${ids}::uuid[]) and s.state = 'pending'`.execute(db);
	const mails = rows.flatMap((row) => mailFor(keys, row));
	if (mails.length === 0) return 0;
	const promised = await promise(db, mails);
	await takeBack(db, promised);
	return promised.length;
}

/** None for words of who is at risk, and for those that came without links. */
function mailFor(keys: KeyRing, { id, sealed, titles }: Row): DeliveryRow[] {
	const { email, locale, links } = open<RemindableWords>(keys, `submissions/${id}`, sealed);
	const spoken = preferences(isLocale(locale) ? locale : "en").find((each) => titles[each] !== undefined);
	if (!links?.link.trim() || !spoken) return [];
	const values = { ...links, about: titles[spoken] ?? "" };
	return [deliveryRow(keys, { kind: "remind-signature", subjectId: id, to: email, locale, values })];
}

/** Promised, but not to be sent for some seconds. @returns the submissions */
async function promise(db: Db, mails: readonly DeliveryRow[]): Promise<string[]> {
	const { rows } = await sql<{ subject_id: string }>`
		insert into email_deliveries (message_id, lane, state, not_before, subject_id, domain_bucket, params_sealed)
		select m.id, m.lane, 'deferred', now() + interval '10 seconds', w.id, w.bucket, w.sealed
		from unnest(
			${mails.map((mail) => mail.subject_id)}::uuid[],
			${mails.map((mail) => mail.domain_bucket)}::smallint[],
			${mails.map((mail) => mail.params_sealed)}::bytea[]
		) w (id, bucket, sealed)
		join submissions s on s.id = w.id and s.state = 'pending'
		join petitions p on p.id = s.petition_id and p.remind and ${isOpen}
		join email_messages m on m.kind = 'remind-signature' and m.lane = 'transactional'
		on conflict do nothing returning subject_id`.execute(db);
	return rows.map(({ subject_id }) => subject_id);
}

/**
 * Cancels the reminders of those who were confirming meanwhile: whoever holds the submission at this moment has not seen
 * the reminder, and is waited for; whoever comes later sees it and cancels it.
 */
async function takeBack(db: Db, promised: readonly string[]): Promise<void> {
	await sql`
		with held as (select id, state from submissions where id = any (${promised}::uuid[]) order by id for update),
		cancelled as (${cancelling(sql`select id from held where state <> 'pending'`)})
		select from held`.execute(db);
}
