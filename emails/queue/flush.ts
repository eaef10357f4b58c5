import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Settlement } from "./settlement.ts";

/** How a delivery shall be left, and whose it is. */
export interface Settled extends Settlement {
	id: number;
	/** Null where the mail could not be opened. */
	fingerprint: Buffer | null;
}

/**
 * Writes how deliveries of one worker ended. What is final loses its address and token with the same stroke; what was
 * cancelled under way is cancelled instead of tried again. A known `sent` also settles a row that the sweep took for
 * lost. Written twice, it changes nothing. A part of the statement of `exchange`, which has locked the rows.
 */
export function flushing(worker: string, settled: readonly Settled[]) {
	const column = <Key extends keyof Settled>(key: Key) => settled.map((row) => row[key]);
	return sql`
		ended as (
			select *, state in ('sent', 'rejected') as final from unnest(
				${column("id")}::bigint[], ${column("state")}::text[], ${column("attempts")}::smallint[],
				${column("wait_minutes")}::int[], ${column("reply_code")}::smallint[],
				${column("enhanced_code")}::text[], ${column("queue_id")}::text[]
			) e (id, state, attempts, wait_minutes, reply_code, enhanced_code, queue_id)
		), flushed as (
			update email_deliveries d set
				state = case when not e.final and d.params_sealed is null then 'cancelled' else e.state end,
				attempts = e.attempts,
				claimed_by = null,
				lease_until = null,
				not_before = case when e.state = 'deferred' and d.params_sealed is not null then now() + make_interval(mins => e.wait_minutes) end,
				done_on = case when e.final or d.params_sealed is null then current_date end,
				params_sealed = case when e.final then null else d.params_sealed end,
				reply_code = e.reply_code,
				enhanced_code = e.enhanced_code,
				queue_id = e.queue_id
			from ended e
			where d.id = e.id and e.id = any (array(select id from locked)) and (
				(d.state in ('claimed', 'sending') and d.claimed_by = ${worker})
				or (e.state = 'sent' and d.state in ('queued', 'unknown')))
		)`;
}

/** Mailboxes that do not exist get no more mail for 90 days: some come back, some were a typing error. */
export async function suppressMailboxes(db: Db, settled: readonly Settled[]): Promise<void> {
	const gone = settled.flatMap(({ suppress, fingerprint }) => (suppress && fingerprint ? [fingerprint] : []));
	if (gone.length === 0) return;
	await sql`
		insert into email_suppressions (fingerprint, scope, reason, expires_on)
		select distinct fingerprint, 'all', 'bounced', current_date + 90 from unnest(${gone}::bytea[]) g (fingerprint)
		on conflict (fingerprint, scope, reason) do nothing`.execute(db);
}
