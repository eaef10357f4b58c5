import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { locks } from "#db/locks.ts";

/** Days after which a mail that led to nothing counts as unconfirmed: most people confirm within an hour. */
const DAYS = 3;

/**
 * Counts, of the confirmation mails sent on each of the last days, how many led to a confirmation, by provider. Days that
 * are over stay as they were.
 * @returns false while another process does it
 */
export async function rollUpConfirmations(db: Db): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const { rows } = await sql<{ mine: boolean; since: string }>`
			select pg_try_advisory_xact_lock(${locks.confirmationDays}) as mine,
				greatest((confirmed_at - make_interval(days => ${DAYS}))::date, current_date - 30) as since
			from mail_rollup`.execute(trx);
		const [turn] = rows;
		if (!turn?.mine) return false;
		await sql`delete from confirmation_days where day >= ${turn.since}`.execute(trx);
		await countConfirmations(turn.since).execute(trx);
		await sql`update mail_rollup set confirmed_at = now()`.execute(trx);
		return true;
	});
}

/**
 * The statement that counts. Who signed twice and confirmed once has one submission superseded: it counts as neither.
 * @param since the first day, `YYYY-MM-DD`
 */
export function countConfirmations(since: string) {
	return sql`
		insert into confirmation_days (petition_id, day, bucket, asked, confirmed)
		select s.petition_id, d.done_on, d.domain_bucket, count(*), count(*) filter (where s.state = 'confirmed')
		from email_deliveries d
		join email_messages m on m.id = d.message_id and m.kind = 'confirm-signature'
		join submissions s on s.id = d.subject_id
		where d.done_on >= ${since} and d.state = 'sent' and s.state in ('pending', 'confirmed')
		group by 1, 2, 3`;
}
