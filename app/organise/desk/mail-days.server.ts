import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { locks } from "#db/locks.ts";

/**
 * Counts by day, message and provider how mails ended, for the days since the last time, and what is open now. It reads
 * the mails of those days and the open ones, by their indexes, never all that were ever sent.
 * @returns false while another process does it
 */
export async function rollUpMailDays(db: Db): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const { rows } = await sql<{ mine: boolean; since: string }>`
			select pg_try_advisory_xact_lock(${locks.mailDays}) as mine,
				-- A statement begun before midnight may have ended after it. Deliveries are kept for ninety days.
				greatest((rolled_at - interval '10 minutes')::date, current_date - 90) as since
			from mail_rollup`.execute(trx);
		const [turn] = rows;
		if (!turn?.mine) return false;
		await sql`delete from email_days where day >= ${turn.since}`.execute(trx);
		await countMailDays(turn.since).execute(trx);
		await sql`update mail_rollup set rolled_at = now()`.execute(trx);
		return true;
	});
}

/** The statement that counts. @param since the first day, `YYYY-MM-DD` */
export function countMailDays(since: string) {
	return sql`
		insert into email_days (day, message_id, bucket, state, n)
		select done_on, message_id, domain_bucket, state, count(*) from email_deliveries
		where done_on >= ${since} group by 1, 2, 3, 4
		union all
		select current_date, message_id, domain_bucket, state, count(*) from (
			select message_id, domain_bucket, state from email_deliveries
			where lane = 'transactional' and claimed_by is null and not_before is null and done_on is null
			union all
			select message_id, domain_bucket, state from email_deliveries
			where lane = 'bulk' and claimed_by is null and not_before is null and done_on is null
			union all
			select message_id, domain_bucket, 'queued' from email_deliveries where claimed_by is not null
			union all
			select message_id, domain_bucket, state from email_deliveries where not_before is not null
		) open group by 1, 2, 3, 4`;
}
