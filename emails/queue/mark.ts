import { sql } from "kysely";

/** MAIL_MAX_PER_ADDRESS: mails a day, and in seven days, that no confirmed person asked for. */
export interface MailCap {
	day: number;
	week: number;
}

/** On what terms mails are marked. */
export interface Terms {
	cap: MailCap;
	/** Seconds until a mail at a socket counts as lost. */
	lease: number;
}

/** A claimed delivery about to go to a socket. */
export interface Markable {
	id: number;
	/** Of the address, under the installation's address key. */
	fingerprint: Buffer;
	/** Of its domain, where not anybody can have a mailbox there. */
	domain?: Buffer | null;
	/** The cap holds for it. */
	unasked: boolean;
}

/**
 * Marks a window of claimed deliveries `sending`: only those that their worker still holds, whose message is running,
 * whose address and domain are not suppressed and not over the cap (the last two become `suppressed` and are emptied).
 * A part of the statement of `exchange`, which has locked the rows.
 *
 * Upserts of email_caps queue up on the address's row, so windows marked at the same time count
 * each other.
 */
export function marking(window: readonly Markable[], { cap, lease }: Terms) {
	return sql`
		wanted as (
			select * from unnest(
				${window.map(({ id }) => id)}::bigint[],
				${window.map(({ fingerprint }) => fingerprint)}::bytea[],
				${window.map(({ domain }) => domain ?? null)}::bytea[],
				${window.map(({ unasked }) => unasked)}::boolean[]
			) w (id, fingerprint, domain, unasked)
		), held as (
			select l.id, w.fingerprint, w.unasked and not l.counted as counts, exists (
				select from email_suppressions s
				where s.fingerprint in (w.fingerprint, w.domain) and s.scope in ('all', l.lane)
					and (s.expires_on is null or s.expires_on >= current_date)
			) as blocked
			from locked l join wanted w on w.id = l.id join email_messages m on m.id = l.message_id
			where l.ours and l.whole and m.status = 'sending'
				-- What was claimed before all mail was paused goes back.
				and not exists (select from site_locks where what = 'mail')
		), week as (
			select h.fingerprint, coalesce(sum(c.sent), 0) as sent_before
			from held h left join email_caps c
				on c.fingerprint = h.fingerprint and c.day between current_date - 6 and current_date - 1
			where h.counts and not h.blocked group by 1
		), counted as (
			insert into email_caps as c (fingerprint, day, sent)
			select fingerprint, current_date, 1 from week
			where sent_before < ${cap.week} and 0 < ${cap.day}
			-- One order for all who lock several addresses.
			order by fingerprint
			on conflict (fingerprint, day) do update set sent = c.sent + 1
			where c.sent < ${cap.day}
				and c.sent + (select sent_before from week where week.fingerprint = c.fingerprint) < ${cap.week}
			returning fingerprint
		), judged as (
			select h.id, h.counts, not h.blocked and (not h.counts or c.fingerprint is not null) as goes
			from held h left join counted c on c.fingerprint = h.fingerprint
		), marked as (
			update email_deliveries d set
				state = case when goes then 'sending' else 'suppressed' end,
				claimed_by = case when goes then d.claimed_by end,
				lease_until = case when goes then now() + make_interval(secs => ${lease}) end,
				counted = d.counted or (goes and counts),
				done_on = case when goes then null else current_date end,
				params_sealed = case when goes then d.params_sealed end
			from judged where d.id = judged.id
			returning d.id, d.state
		)`;
}
