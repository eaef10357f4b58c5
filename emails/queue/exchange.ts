import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { planOnce } from "#db/plan-once.ts";
import { flushing, type Settled, suppressMailboxes } from "./flush.ts";
import { type Markable, marking, type Terms } from "./mark.ts";

const SUPPRESSED_DAYS = 30;

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
export async function exchange(db: Db, worker: string, exchanged: Exchange, terms: Terms): Promise<Set<number>> {
	await suppressMailboxes(db, exchanged.settled);
	const { rows } = await exchangeQuery(worker, exchanged, terms).execute(db);
	await leaveOut(db, rows);
	return new Set(rows.filter(({ state }) => state === "sending").map(({ id }) => id));
}

/** The statement of `exchange`, for the test of its plan. */
export function exchangeQuery(worker: string, { window, settled }: Exchange, terms: Terms) {
	const ids = [...window, ...settled].map(({ id }) => id);
	return sql<Marked>`${sql.raw(planOnce("exchange"))}
		with locked as materialized (
			-- One order for all who lock several deliveries. By the primary key and nothing else: with more
			-- to go by, the planner reads indexes full of dead rows.
			select id, message_id, subject_id, lane, counted, lane = 'bulk' or params_sealed is not null as whole,
				state = 'claimed' and claimed_by = ${worker} and lease_until > now() as ours
			from email_deliveries where id = any (${ids}::bigint[])
			order by id for update
		), ${flushing(worker, settled)}, ${marking(window, terms)}
		select id, state, lane, subject_id from marked`;
}

interface Marked {
	id: number;
	state: string;
	lane: string;
	subject_id: string;
}

/** The next mailings leave out whom a suppression keeps from this one, and look again when it may be over. */
async function leaveOut(db: Db, marked: readonly Marked[]) {
	const ids = marked.flatMap(({ state, lane, subject_id }) =>
		state === "suppressed" && lane === "bulk" ? [subject_id] : [],
	);
	if (ids.length === 0) return;
	await sql`
		with locked as (
			select id from subscriptions where id = any (${ids}::uuid[]) order by id for update)
		update subscriptions s set suppressed_until = current_date + ${SUPPRESSED_DAYS}::int
		from locked where s.id = locked.id`.execute(db);
}
