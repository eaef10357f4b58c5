import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { transition } from "../transition.server.ts";
import type { Invalidation } from "./invalidations.server.ts";

/** Signatures a step: short enough that withdrawing one of them waits for nothing. */
const STEP = 500;

export interface Steps {
	/** Asked to stop, it finishes the step in hand. */
	signal: AbortSignal;
	onStep(invalidation: Invalidation): void;
}

/**
 * Does or undoes an invalidation step by step, each committed: interrupted, killed or cancelled from
 * elsewhere, it goes on where it was when it is called again. Two at the same time take turns.
 * @returns how it stands now; undefined when there is none of that number
 */
export async function carryOn(db: Db, id: number, { signal, onStep }: Steps): Promise<Invalidation | undefined> {
	for (;;) {
		const now = await readInvalidation(db, id);
		const step = now && steps[now.state];
		if (!step || signal.aborted) return now;
		await step(db, id);
		const after = await readInvalidation(db, id);
		if (after) onStep(after);
	}
}

/** Goes on with every invalidation that somebody has begun to undo. */
export async function carryOnUndoing(db: Db, signal: AbortSignal): Promise<void> {
	const undoing = await db.selectFrom("invalidations").where("state", "=", "undoing").select("id").execute();
	for (const { id } of undoing) await carryOn(db, id, { signal, onStep: () => undefined });
}

const steps: Partial<Record<Invalidation["state"], (db: Db, id: number) => Promise<void>>> = {
	running: takeOut,
	undoing: bringBack,
};

async function readInvalidation(db: Db, id: number): Promise<Invalidation | undefined> {
	const { rows } = await sql<Invalidation>`
		select id, state, matched, invalidated, restored from invalidations where id = ${id}`.execute(db);
	return rows[0];
}

/** What another invalidation has taken out meanwhile is that one's to bring back. */
async function takeOut(db: Db, id: number): Promise<void> {
	await sql`
		with run as (select id from invalidations where id = ${id} and state = 'running' for update),
		batch as (
			select signature_id as id from invalidation_items
			where invalidation_id in (select id from run) and state_before is null
			order by signature_id limit ${sql.lit(STEP)}),
		moved as (${transition("invalidate", sql`select id, 'invalidated' as becomes from batch`)}),
		noted as (
			update invalidation_items i set state_before = moved.state_before from moved
			where i.invalidation_id = ${id} and i.signature_id = moved.id),
		anothers as (
			delete from invalidation_items i using batch join signatures s using (id)
			where i.invalidation_id = ${id} and i.signature_id = batch.id and s.state = 'invalidated')
		update invalidations set
			invalidated = invalidated + (select count(*) from moved),
			state = case when exists (select from batch) then 'running' else 'done' end,
			done_on = case when exists (select from batch) then null else current_date end
		where id in (select id from run)`.execute(db);
}

/** Each signature gets the state that it had. Who has withdrawn meanwhile has no row, and so no item. */
async function bringBack(db: Db, id: number): Promise<void> {
	await sql`
		with run as (select id from invalidations where id = ${id} and state = 'undoing' for update),
		batch as (
			select signature_id as id, state_before from invalidation_items
			where invalidation_id in (select id from run) and state_before is not null
			order by signature_id limit ${sql.lit(STEP)}),
		moved as (${transition("reinstate", sql`select id, state_before as becomes from batch`)}),
		undone as (
			delete from invalidation_items i
			where i.invalidation_id in (select id from run)
				and (i.signature_id in (select id from batch) or not exists (select from batch)))
		update invalidations set
			restored = restored + (select count(*) from moved),
			state = case when exists (select from batch) then 'undoing' else 'undone' end,
			done_on = case when exists (select from batch) then done_on else current_date end
		where id in (select id from run)`.execute(db);
}
