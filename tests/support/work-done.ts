import { sql, type Transaction } from "kysely";
import type { Db } from "#db/client.ts";
import type { DB } from "#db/schema.ts";

/** What some work asks of Postgres. */
export interface WorkDone {
	/** The kinds of its statements. */
	statements: string[];
	/** Scans, rows read and rows written, of each table that felt anything. */
	done: Record<string, number[]>;
}

/** Does something in a transaction that is not kept, and tells what Postgres felt of it. */
export async function workDone(db: Db, act: (trx: Db) => Promise<unknown>): Promise<WorkDone> {
	const statements: string[] = [];
	const done: Record<string, number[]> = {};
	const undo = new Error("not kept");
	await db
		.transaction()
		.execute(async (trx) => {
			const before = await felt(trx);
			await act(
				trx.withPlugin({
					transformQuery({ node }) {
						statements.push(node.kind);
						return node;
					},
					transformResult: async ({ result }) => result,
				}),
			);
			for (const [table, counts] of Object.entries(await felt(trx))) {
				const more = counts.map((count, n) => count - (before[table]?.[n] ?? 0));
				if (more.some((count) => count !== 0)) done[table] = more;
			}
			throw undo;
		})
		.catch((error: unknown) => {
			if (error !== undo) throw error;
		});
	return { statements, done };
}

/** Every scan, row read and row written so far, by table. Postgres counts them within the transaction. */
async function felt(trx: Transaction<DB>): Promise<Record<string, number[]>> {
	const { rows } = await sql<{ relname: string; counts: number[] }>`
		select relname, array[seq_scan, seq_tup_read, idx_scan, idx_tup_fetch, n_tup_ins, n_tup_upd, n_tup_del]::int[] as counts
		from pg_stat_xact_user_tables`.execute(trx);
	return Object.fromEntries(rows.map(({ relname, counts }) => [relname, counts]));
}
