import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { standardLeases } from "./leases.ts";

export type Lane = "transactional" | "bulk";

/** A delivery that one worker holds until its lease is over. */
export interface Claimed {
	id: number;
	message_id: number;
	subject_id: string;
	attempts: number;
	domain_bucket: number;
	/** Null when it was cancelled while it was at a socket, and of mailings. */
	params_sealed: Buffer | null;
	kind: string;
	policy: string;
	/** Of a mailing: whose it is, and the subscription, null when that has ended meanwhile. */
	campaign_id?: number;
	sealed?: Buffer | null;
	locale?: string | null;
}

/**
 * Takes the oldest queued mails that people wait for, for `lease` seconds, skipping what other workers are taking;
 * mailings have `claimLots`.
 *
 * The limit is part of the text and Kysely names no statement: a named one with a parameter
 * turns to a generic plan that reads the whole table (312 ms against 7 for 500 of a million).
 */
export async function claim(db: Db, worker: string, limit: number, lease = standardLeases.claimed): Promise<Claimed[]> {
	const { rows } = await claimQuery(worker, limit, lease).execute(db);
	// RETURNING keeps no order.
	return rows.sort((a, b) => a.id - b.id);
}

/** The statement of `claim`, for the test of its plan. */
export function claimQuery(worker: string, limit: number, lease: number) {
	return sql<Claimed>`
		with next as (
			select id from email_deliveries
			where lane = 'transactional' and state = 'queued'
				-- What state says already, in the words of the index; only what is unknown is so too.
				and claimed_by is null and not_before is null and done_on is null
				-- Arrays, not joins: with a join the planner may read and sort the whole queue.
				and message_id = any (array(select id from email_messages where status = 'sending'))
				-- Any organiser may pause all mail. It names no row of ours, so it is asked once a claim, of an empty page.
				and not exists (select from site_locks where what = 'mail')
			order by id limit ${sql.lit(limit)} for update skip locked
		)
		update email_deliveries d
		set state = 'claimed', claimed_by = ${worker}, lease_until = now() + make_interval(secs => ${sql.lit(lease)})
		from email_messages m
		where d.id = any (array(select id from next)) and m.id = d.message_id
		returning d.id, d.message_id, d.subject_id, d.attempts, d.domain_bucket, d.params_sealed, m.kind, m.policy`;
}

/** Puts back some of what a worker has claimed and not yet marked. */
export async function unclaim(db: Db, worker: string, ids: readonly number[]): Promise<void> {
	await sql`
		update email_deliveries set state = 'queued', claimed_by = null, lease_until = null
		where id = any (${ids}::bigint[]) and claimed_by = ${worker} and state = 'claimed'`.execute(db);
}

/** Puts back all that a worker has claimed and not yet marked. */
export async function release(db: Db, worker: string): Promise<void> {
	await sql`
		update email_deliveries set state = 'queued', claimed_by = null, lease_until = null
		where claimed_by = ${worker} and state = 'claimed'`.execute(db);
}
