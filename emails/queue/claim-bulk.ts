import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Claimed } from "./claim.ts";
import { type Lot, queued } from "./lots.ts";

/** A mailing that is being sent. */
export interface Running {
	id: number;
	total: number;
	spread_minutes: number;
	campaign_id: number;
	kind: string;
	policy: string;
}

/** The mailings that are being sent, the oldest first; none while an organiser has paused all mail. */
export async function runningMailings(db: Db): Promise<Running[]> {
	const { rows } = await sql<Running>`
		select id, total, spread_minutes, campaign_id, kind, policy from email_messages
		where lane = 'bulk' and status = 'sending' and total is not null
			and not exists (select from site_locks where what = 'mail')
		order by id`.execute(db);
	return rows;
}

/** The first statement of `claimLots`, for the test of its plan. */
export function claimLotsQuery(messageId: number, lots: readonly Lot[], worker: string, lease: number) {
	return sql<Pick<Claimed, "id" | "subject_id" | "attempts" | "domain_bucket">>`
		with next as (
			select d.id from unnest(${lots.map(({ bucket }) => bucket)}::smallint[], ${lots.map(({ n }) => n)}::int[]) l (bucket, n),
				lateral (
					select id from email_deliveries
					where ${queued} and message_id = ${sql.lit(messageId)} and domain_bucket = l.bucket
					order by id limit l.n for update skip locked) d
		)
		update email_deliveries d
		set state = 'claimed', claimed_by = ${worker}, lease_until = now() + make_interval(secs => ${sql.lit(lease)})
		where d.id = any (array(select id from next))
		returning d.id, d.subject_id, d.attempts, d.domain_bucket`;
}

/**
 * The second: whose mails they are. The ids of a mailing's mails follow those of the subscriptions, so one walk along the
 * key finds all of them; joined to the first it would begin at the key's root for each.
 */
export function readersQuery(subscriptions: readonly string[]) {
	return sql<{ id: string; sealed: Buffer | null; locale: string }>`
		select id, sealed, locale from subscriptions where id = any (${subscriptions}::uuid[])`;
}

/** Takes mails of one mailing for `lease` seconds, so many of each group of providers, skipping what others are taking. */
export async function claimLots(
	db: Db,
	{ id: message_id, campaign_id, kind, policy }: Running,
	lots: readonly Lot[],
	worker: string,
	lease: number,
): Promise<Claimed[]> {
	const { rows } = await claimLotsQuery(message_id, lots, worker, lease).execute(db);
	if (rows.length === 0) return [];
	const found = await readersQuery(rows.map(({ subject_id }) => subject_id)).execute(db);
	const readers = new Map(found.rows.map((reader) => [reader.id, reader]));
	return rows
		.map(({ id, subject_id, attempts, domain_bucket }): Claimed => {
			const reader = readers.get(subject_id);
			// Null when the subscription has ended meanwhile.
			const { sealed, locale } = reader ?? { sealed: null, locale: null };
			return {
				id,
				message_id,
				subject_id,
				attempts,
				domain_bucket,
				params_sealed: null,
				kind,
				policy,
				campaign_id,
				sealed,
				locale,
			};
		})
		.sort((a, b) => a.id - b.id);
}
