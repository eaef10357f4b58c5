import { sql } from "kysely";
import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { fillAllBuckets } from "./fill-buckets.server.ts";
import { freezeAudience } from "./freeze.server.ts";

/** Seconds between two looks at what shall start and what is done. */
const EVERY_SECONDS = 1;
/** Minutes after which a mailing that has missed its time asks before it goes. */
const LATE_MINUTES = 60;
/** Deliveries of a cancelled mailing ended by one statement. */
const CANCELLED_AT_ONCE = 10_000;

/** What is not yet at its end: by the indexes of the queue, which name no state. */
const open = (messageId: number) => sql`
	select id from email_deliveries
	where lane = 'bulk' and message_id = ${messageId}::int and state = 'queued'
		and claimed_by is null and not_before is null and done_on is null
	union all
	select id from email_deliveries where message_id = ${messageId}::int and claimed_by is not null
	union all
	select id from email_deliveries where message_id = ${messageId}::int and not_before is not null`;

/**
 * Takes every mailing as far as the clock and its mails allow: freezes audiences, starts what is due, ends what was
 * cancelled, finishes what is done. Any number of workers may do so at once; what fails at one mailing holds up no other.
 * @param maxUpdates MAIL_MAX_UPDATES
 * @throws the first fault, once all have had their turn
 */
export async function tendMailings(db: Db, keys: KeyRing, maxUpdates: number): Promise<void> {
	const mailings = await db
		.selectFrom("email_messages")
		.where("lane", "=", "bulk")
		.where((q) =>
			q.or([
				q("status", "in", ["scheduled", "sending"]),
				q.and([q("status", "=", "cancelled"), q("finished_at", ">", sql<Date>`now() - interval '90 days'`)]),
			]),
		)
		.orderBy("id")
		.select(["id", "status", "frozen_at"])
		.execute();
	const faults: unknown[] = [];
	for (const mailing of mailings)
		await tendOne(db, keys, mailing, maxUpdates).catch((fault: unknown) => void faults.push(fault));
	if (faults.length > 0) throw faults[0];
}

async function tendOne(db: Db, keys: KeyRing, { id, status, frozen_at }: Tended, maxUpdates: number): Promise<void> {
	if (status === "scheduled" && frozen_at === null) {
		await fillAllBuckets(db, keys);
		await freezeAudience(db, id, maxUpdates);
	}
	if (status === "scheduled") await startIfDue(db, id);
	if (status === "sending") await finishIfDone(db, id);
	if (status === "cancelled") {
		while ((await endSome(db, id)) === CANCELLED_AT_ONCE);
		await countIfEnded(db, id);
	}
}

interface Tended {
	id: number;
	status: string;
	frozen_at: Date | null;
}

/** A time that was missed by more than an hour may have lost its sense: somebody has to say so. */
async function startIfDue(db: Db, id: number): Promise<void> {
	await sql`
		update email_messages set
			status = case when ${late} then 'paused' else 'sending' end,
			paused_for = case when ${late} then 'late' end
		where id = ${id} and status = 'scheduled' and frozen_at is not null and starts_at <= now()`.execute(db);
}

const late = sql`starts_at < now() - make_interval(mins => ${LATE_MINUTES}::int)`;

/** In two statements: the second sees what was queued again before the row was locked. */
function finishIfDone(db: Db, id: number): Promise<void> {
	return inTransaction(db, async (trx) => {
		const held = await trx
			.selectFrom("email_messages")
			.where("id", "=", id)
			.where("status", "=", "sending")
			.select("id")
			.forUpdate()
			.skipLocked()
			.executeTakeFirst();
		if (!held) return;
		await sql`
			update email_messages set status = 'finished', finished_at = now(), counts = ${countsOf(id)}
			where id = ${id} and not exists (${open(id)})`.execute(trx);
	});
}

/** What a cancelled mailing came to, once nothing of it is at a socket any more. */
async function countIfEnded(db: Db, id: number): Promise<void> {
	await sql`
		update email_messages set counts = ${countsOf(id)}
		where id = ${id} and status = 'cancelled' and counts is null and not exists (${open(id)})`.execute(db);
}

/** How many of a mailing's mails are in which state. */
const countsOf = (id: number) => sql`(
	select coalesce(jsonb_object_agg(state, n), '{}') from (
		select state, count(*) as n from email_deliveries where message_id = ${id}::int group by 1) c)`;

/** What is at a socket ends by itself. @returns how many were ended */
async function endSome(db: Db, id: number): Promise<number> {
	const { numAffectedRows } = await sql`
		with ending as (
			select id from email_deliveries
			where id in (select id from (${open(id)}) o limit ${sql.lit(CANCELLED_AT_ONCE)}) and state in ('queued', 'deferred')
			-- One order for all who lock several deliveries.
			order by id for update skip locked)
		update email_deliveries d set state = 'cancelled', not_before = null, done_on = current_date
		from ending where d.id = ending.id`.execute(db);
	return Number(numAffectedRows ?? 0n);
}

/** Tends mailings until stopped. */
export function startMailings(
	db: Db,
	keys: KeyRing,
	maxUpdates: number,
	log: { warn: Log; info: Log },
): { stop(): Promise<void> } {
	return repeat(log, {
		every: EVERY_SECONDS * 1_000,
		round: () => tendMailings(db, keys, maxUpdates),
		says: { failing: "mailings are not tended", again: "mailings are tended again" },
	});
}
