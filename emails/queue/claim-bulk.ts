import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Claimed } from "./claim.ts";

/** A mailing that is being sent. */
export interface Running {
	id: number;
	total: number;
	spread_minutes: number;
}

/** Some of one mailing's mails to one group of providers. */
export interface Lot {
	bucket: number;
	n: number;
}

/** The mailings that are being sent, the oldest first; none while an organiser has paused all mail. */
export async function runningMailings(db: Db): Promise<Running[]> {
	const { rows } = await sql<Running>`
		select id, total, spread_minutes from email_messages
		where lane = 'bulk' and status = 'sending' and total is not null
			and not exists (select from site_locks where what = 'mail')
		order by id`.execute(db);
	return rows;
}

// What the state says already, in the words of the index; only what is unknown is so too.
const queued = sql`lane = 'bulk' and state = 'queued' and claimed_by is null and not_before is null and done_on is null`;

/**
 * The groups of providers that a mailing still has mails for. One step of the index for each of at most 84, whatever
 * there is.
 */
export function lotsQuery(messageId: number) {
	const next = (above: ReturnType<typeof sql>) => sql`
		select domain_bucket from email_deliveries
		where ${queued} and message_id = ${sql.lit(messageId)} ${above} order by domain_bucket limit 1`;
	return sql<{ bucket: number }>`
		with recursive lots (bucket) as (
			(${next(sql``)})
			union all
			select (${next(sql`and domain_bucket > l.bucket`)}) from lots l where l.bucket is not null)
		select bucket from lots where bucket is not null`;
}

/** The statement of `claimLots`, for the test of its plan. */
export function claimLotsQuery(messageId: number, lots: readonly Lot[], worker: string, lease: number) {
	return sql<Claimed>`
		with next as (
			select d.id from unnest(${lots.map(({ bucket }) => bucket)}::smallint[], ${lots.map(({ n }) => n)}::int[]) l (bucket, n),
				lateral (
					select id from email_deliveries
					where ${queued} and message_id = ${sql.lit(messageId)} and domain_bucket = l.bucket
					order by id limit l.n for update skip locked) d
		), claimed as (
			update email_deliveries d
			set state = 'claimed', claimed_by = ${worker}, lease_until = now() + make_interval(secs => ${sql.lit(lease)})
			where d.id = any (array(select id from next))
			returning d.id, d.message_id, d.subject_id, d.attempts, d.domain_bucket
		)
		select c.*, null::bytea as params_sealed, m.kind, m.policy, m.campaign_id, s.sealed, s.locale
		from claimed c join email_messages m on m.id = c.message_id
		-- A join of its own for each: the planner would read all subscriptions.
		left join lateral (select sealed, locale from subscriptions where id = c.subject_id limit 1) s on true`;
}

/** Takes mails of one mailing for `lease` seconds, so many of each group of providers, skipping what others are taking. */
export async function claimLots(
	db: Db,
	messageId: number,
	lots: readonly Lot[],
	worker: string,
	lease: number,
): Promise<Claimed[]> {
	const { rows } = await claimLotsQuery(messageId, lots, worker, lease).execute(db);
	return rows.sort((a, b) => a.id - b.id);
}
