import type { Db } from "./client.ts";

/** Times that work is begun anew at most. */
const AGAIN = 2;

/**
 * Runs work in one transaction: the caller's, where they have begun one. What Postgres gave up because two waited for
 * each other, or would not have come one after the other, is run again from its beginning.
 * @param work asks the database only: it may run up to three times, of which one counts
 */
export async function inTransaction<Result>(db: Db, work: (trx: Db) => Promise<Result>): Promise<Result> {
	if (db.isTransaction) return work(db);
	for (let again = 0; ; again++) {
		try {
			return await db.transaction().execute(work);
		} catch (error) {
			if (again === AGAIN || !gaveWay(error)) throw error;
		}
	}
}

/** SQLSTATE (Postgres, appendix A): 40P01 deadlock detected, 40001 serialization failure. */
function gaveWay(error: unknown): boolean {
	return error instanceof Error && "code" in error && (error.code === "40P01" || error.code === "40001");
}
