import type { Db } from "./client.ts";

/** Runs work in one transaction: the caller's, where they have begun one. */
export function inTransaction<Result>(db: Db, work: (trx: Db) => Promise<Result>): Promise<Result> {
	return db.isTransaction ? work(db) : db.transaction().execute(work);
}
