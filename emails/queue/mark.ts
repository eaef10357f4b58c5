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
	/** By MAIL_MAX_PER_ADDRESS it leaves the last mail of a day and half of a week's to those by which people sign. */
	spares?: boolean;
	/** Of a mailing: what its reader must want, as `subscriptions.kinds` has it; absent for what goes to all of them. */
	wantedAs?: string;
}

/**
 * Marks a window of claimed deliveries `sending`: only those that their worker still holds, whose message is running,
 * whose address and domain are not suppressed and not over the cap (the last two become `suppressed` and are emptied), and
 * of mailings whose reader still subscribes to the kind (else `cancelled`).
 * A part of the statement of `exchange`, which has locked the rows.
 *
 * Upserts of email_caps queue up on the address's row, so windows marked at the same time count
 * each other.
 */
export function marking(window: readonly Markable[], { cap, lease }: Terms) {
	const others = ofOthers(cap);
	return sql`
		wanted as (
			select * from unnest(
				${window.map(({ id }) => id)}::bigint[],
				${window.map(({ fingerprint }) => fingerprint)}::bytea[],
				${window.map(({ domain }) => domain ?? null)}::bytea[],
				${window.map(({ unasked }) => unasked)}::boolean[],
				${window.map(({ spares }) => spares ?? false)}::boolean[],
				${window.map(({ wantedAs }) => wantedAs ?? null)}::text[]
			) w (id, fingerprint, domain, unasked, spares, wanted_as)
		), held as (
			select l.id, l.subject_id, l.lane, w.fingerprint, w.unasked and not l.counted as counts, w.spares, exists (
				select from email_suppressions s
				where s.fingerprint in (w.fingerprint, w.domain) and s.scope in ('all', l.lane)
					and (s.expires_on is null or s.expires_on >= current_date)
			) as blocked,
			-- Whoever has left, or no longer wants this kind, gets no more from the next window on.
			l.lane = 'bulk' and not exists (
				select from subscriptions s
				where s.id = l.subject_id and (w.wanted_as is null or w.wanted_as = any (s.kinds))
			) as gone
			from locked l join wanted w on w.id = l.id join email_messages m on m.id = l.message_id
			where l.ours and l.whole and m.status = 'sending'
				-- What was claimed before all mail was paused goes back.
				and not exists (select from site_locks where what = 'mail')
		), week as (
			select h.fingerprint, bool_or(h.spares) as spares,
				coalesce(sum(c.sent), 0) as sent_before, coalesce(sum(c.others), 0) as others_before
			from held h left join email_caps c
				on c.fingerprint = h.fingerprint and c.day between current_date - 6 and current_date - 1
			where h.counts and not h.blocked group by 1
		), counted as (
			insert into email_caps as c (fingerprint, day, sent, others)
			select fingerprint, current_date, 1, spares::int from week
			where sent_before < ${cap.week} and 0 < ${cap.day}
				and (not spares or (others_before < ${others.week} and 0 < ${others.day}))
			-- One order for all who lock several addresses.
			order by fingerprint
			on conflict (fingerprint, day) do update set sent = c.sent + 1, others = c.others + excluded.others
			where c.sent < ${cap.day}
				and c.sent + (select sent_before from week where week.fingerprint = c.fingerprint) < ${cap.week}
				and (excluded.others = 0 or (c.others < ${others.day}
					and c.others + (select others_before from week where week.fingerprint = c.fingerprint) < ${others.week}))
			returning fingerprint
		), judged as (
			select h.id, h.subject_id, h.lane, h.counts, h.gone,
				not h.gone and not h.blocked and (not h.counts or c.fingerprint is not null) as goes
			from held h left join counted c on c.fingerprint = h.fingerprint
		), marked as (
			update email_deliveries d set
				state = case when goes then 'sending' when gone then 'cancelled' else 'suppressed' end,
				claimed_by = case when goes then d.claimed_by end,
				lease_until = case when goes then now() + make_interval(secs => ${lease}) end,
				counted = d.counted or (goes and counts),
				done_on = case when goes then null else current_date end,
				params_sealed = case when goes then d.params_sealed end
			from judged where d.id = judged.id
			returning d.id, d.state, d.lane, d.subject_id
		)`;
}

/**
 * What of the cap mails may use that nobody signs by: so whoever types somebody's address into other forms does not keep
 * their confirmation from them.
 */
function ofOthers({ day, week }: MailCap): MailCap {
	return { day: Math.max(day - 1, Math.min(day, 1)), week: Math.ceil(week / 2) };
}
