import { type RawBuilder, sql } from "kysely";
import { isAway } from "#db/away.ts";
import type { Db } from "#db/client.ts";
import { locks } from "#db/locks.ts";
import type { Ending } from "./rules/rule.server.ts";
import { rules } from "./rules.server.ts";

/** How many rows a rule would end, or has ended. */
export interface RuleCount {
	name: string;
	rows: number;
	/** It could not be ended: the SQLSTATE (Postgres, appendix A), or what there is of it. */
	failed?: string;
}

/** Counts what is due now, in one snapshot that can change nothing. */
export async function countDue(db: Db): Promise<RuleCount[]> {
	return db
		.transaction()
		.setIsolationLevel("repeatable read")
		.setAccessMode("read only")
		.execute(async (snapshot) => {
			const counts: RuleCount[] = [];
			for (const { name, ending } of rules) if (ending) counts.push({ name, rows: await due(snapshot, ending) });
			return counts;
		});
}

async function due(db: Db, ending: Ending): Promise<number> {
	const { rows } = await sql<{ n: number }>`
		select count(*) as n from ${sql.table(ending.table)} where ${ending.due}`.execute(db);
	return rows[0]?.n ?? 0;
}

export interface RetentionOptions {
	/** Rows a statement. */
	batch?: number;
	/** Ends the run after the batch at hand. */
	signal?: AbortSignal;
	/** Hears of each batch: how many rows of the rule have ended so far. */
	onProgress?(count: RuleCount): void;
}

/**
 * Ends all that is due, rule by rule, in batches of one statement each. What has been done is known
 * from the rows alone, so that a run killed at any point is finished by the next one. A rule that fails keeps none of the
 * others from ending what they are about.
 * @returns what was ended; null when another process is at it, or the signal came: not everything was done
 * @throws when Postgres is away
 */
export async function runRetention(db: Db, options: RetentionOptions = {}): Promise<RuleCount[] | null> {
	const counts: RuleCount[] = [];
	for (const { name, ending } of rules) {
		if (!ending) continue;
		const count: RuleCount = { name, rows: 0 };
		counts.push(count);
		try {
			if (!(await endRule(db, ending, count, options))) return null;
		} catch (fault) {
			if (isAway(fault)) throw fault;
			count.failed = fault instanceof Error && "code" in fault ? String(fault.code) : "fault";
		}
	}
	return counts;
}

/** @returns false when it did not come to the end */
async function endRule(
	db: Db,
	ending: Ending,
	count: RuleCount,
	{ batch = 5_000, signal, onProgress }: RetentionOptions,
): Promise<boolean> {
	await ending.first?.execute(db);
	for (let ended = batch; ended === batch; ) {
		if (signal?.aborted) return false;
		const outcome = await endBatch(db, ending, batch);
		if (!outcome.held) return false;
		ended = outcome.ended;
		count.rows += ended;
		onProgress?.({ ...count });
	}
	return true;
}

async function endBatch(db: Db, { table, due, by, emptied, erasedAs }: Ending, batch: number) {
	const rows: RawBuilder<unknown> = sql.table(table);
	const { rows: outcome } = await sql<{ held: boolean; ended: number }>`
		with held as materialized (select pg_try_advisory_xact_lock(${locks.retention}) as it),
		batch as materialized (
			select ctid from ${rows} where (select it from held) and ${due}
			${by ? sql`order by ${by}` : sql``} limit ${batch} for update skip locked
		), ended as (
			${emptied ? sql`update ${rows} set ${emptied}` : sql`delete from ${rows}`}
			-- Locked just above, so that each row is still where it was.
			where ctid = any (array(select ctid from batch))
			returning ${erasedAs ? sql`id` : sql`1`}
		)${
			erasedAs
				? sql`, noted as (
			insert into erasures (about, row_id) select ${erasedAs}, id from ended
		)`
				: sql``
		}
		select (select it from held) as held, (select count(*) from ended) as ended`.execute(db);
	return outcome[0] ?? { held: false, ended: 0 };
}
