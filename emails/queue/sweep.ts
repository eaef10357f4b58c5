import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { MAX_IN_DOUBT } from "./settlement.ts";

/**
 * What the clock does, for all workers: deferred mails whose time has come are queued; so are
 * claims whose lease ran out (they never reached a socket). A mail whose worker went away while it
 * was sending may have been taken: its message's policy decides. What was cancelled meanwhile ends so.
 * @returns how many were in doubt
 */
export async function sweep(db: Db): Promise<number> {
	await sql`
		update email_deliveries set state = 'queued', not_before = null
		where not_before <= now()`.execute(db);
	const { rows } = await sql<{ doubtful: boolean }>`
		with expired as (
			select d.id, d.state = 'sending' as doubtful, case
				when d.lane = 'transactional' and d.params_sealed is null then 'cancelled'
				when d.state = 'claimed' then 'queued'
				when m.policy = 'resend' and d.attempts + 1 < ${MAX_IN_DOUBT} then 'queued'
				else 'unknown' end as state
			from email_deliveries d join email_messages m on m.id = d.message_id
			where d.claimed_by is not null and d.lease_until < now()
			order by d.id for update of d skip locked
		)
		update email_deliveries d set
			state = e.state,
			attempts = d.attempts + e.doubtful::int,
			claimed_by = null,
			lease_until = null,
			done_on = case when e.state = 'cancelled' then current_date end
		from expired e where d.id = e.id
		returning e.doubtful`.execute(db);
	return rows.filter(({ doubtful }) => doubtful).length;
}
