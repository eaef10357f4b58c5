import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { noteFailures, suppressMailboxes as suppress } from "../suppress.ts";
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
			select e.*, e.state in ('sent', 'rejected') as final, l.whole from unnest(
				${column("id")}::bigint[], ${column("state")}::text[], ${column("attempts")}::smallint[],
				${column("wait_minutes")}::int[], ${column("reply_code")}::smallint[],
				${column("enhanced_code")}::text[], ${column("queue_id")}::text[]
			) e (id, state, attempts, wait_minutes, reply_code, enhanced_code, queue_id) join locked l using (id)
		), flushed as (
			update email_deliveries d set
				state = case when e.final or e.whole then e.state else 'cancelled' end,
				attempts = e.attempts,
				claimed_by = null,
				lease_until = null,
				not_before = case when e.state = 'deferred' and e.whole then now() + make_interval(mins => e.wait_minutes) end,
				done_on = case when e.final or not e.whole then current_date end,
				params_sealed = case when e.final then null else d.params_sealed end,
				reply_code = e.reply_code,
				enhanced_code = e.enhanced_code,
				queue_id = e.queue_id
			from ended e
			where d.id = e.id and (
				(d.state in ('claimed', 'sending') and d.claimed_by = ${worker})
				or (e.state = 'sent' and d.state in ('queued', 'unknown')))
		)`;
}

/** Keeps mail from mailboxes that do not exist, and in time from those that are full or want none of it. */
export async function suppressMailboxes(db: Db, settled: readonly Settled[]): Promise<void> {
	const refused = settled.filter(({ state }) => state === "rejected");
	const of = (some: readonly Settled[]) => some.flatMap(({ fingerprint }) => (fingerprint ? [fingerprint] : []));
	await suppress(db, of(settled.filter((row) => row.suppress)));
	// RFC 3463: mailbox full, or a refusal by policy.
	await noteFailures(
		db,
		of(refused.filter((row) => !row.suppress && /^5\.(?:2\.2$|7\.)/.test(row.enhanced_code ?? ""))),
	);
}
