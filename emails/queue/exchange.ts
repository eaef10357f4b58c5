import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { planOnce } from "#db/plan-once.ts";
import { flushing, type Settled, suppressMailboxes } from "./flush.ts";
import { type Markable, marking, type Terms } from "./mark.ts";

/** What one worker tells Postgres in one round trip. */
export interface Exchange {
	/** Claimed deliveries about to go to a socket; no fingerprint twice: a statement can upsert a row only once. */
	window: readonly Markable[];
	/** How deliveries that were at a socket ended, or that they never came there. */
	settled: readonly Settled[];
}

/**
 * Writes off what has ended and marks the next window, in one statement: what a crash leaves in doubt never grows
 * between the two. Both halves are described where they stand, in flush.ts and mark.ts.
 * @returns the deliveries of the window that may reach a socket: no other may
 */
export async function exchange(
	db: Db,
	worker: string,
	{ window, settled }: Exchange,
	terms: Terms,
): Promise<Set<number>> {
	await suppressMailboxes(db, settled);
	const ids = [...window, ...settled].map(({ id }) => id);
	const { rows } = await sql<{ id: number; state: string }>`${sql.raw(planOnce("exchange"))}
		with locked as materialized (
			-- One order for all who lock several deliveries. By the primary key and nothing else: with more
			-- to go by, the planner reads indexes full of dead rows.
			select id, message_id, lane, counted, params_sealed is not null as whole,
				state = 'claimed' and claimed_by = ${worker} and lease_until > now() as ours
			from email_deliveries where id = any (${ids}::bigint[])
			order by id for update
		), ${flushing(worker, settled)}, ${marking(window, terms)}
		select id, state from marked`.execute(db);
	return new Set(rows.filter(({ state }) => state === "sending").map(({ id }) => id));
}
