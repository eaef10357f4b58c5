import { sql } from "kysely";
import type { Log } from "#app/log.ts";
import type { NightlyJob } from "#app/retention/nightly.server.ts";
import type { Db } from "#db/client.ts";
import { verifyAudit } from "./verify.server.ts";

const BATCH = 5_000;

/**
 * Every night: rows past twelve months are pruned and the chain is recomputed. Its head goes to the operator's log, which
 * is kept elsewhere: what was cut off later can be told by it.
 */
export function auditJob(log: { info: Log; error: Log }): NightlyJob {
	return {
		async run(db, signal) {
			await pruneAudit(db, signal);
			const verified = await verifyAudit(db);
			if (verified.state === "whole" && verified.rows > 0)
				log.info("audit log verified", {
					rows: verified.rows,
					head: verified.head.seq,
					hash: verified.head.hash.toString("hex"),
				});
			if (verified.state !== "whole") log.error("the audit log was changed", { row: verified.seq, why: verified.why });
			return true;
		},
	};
}

/** Ends what is past twelve months; the checkpoint keeps the last hash. Gives how many rows. */
export async function pruneAudit(db: Db, signal?: AbortSignal): Promise<number> {
	let pruned = 0;
	for (let last = BATCH; last === BATCH && !signal?.aborted; ) {
		const { rows } = await sql<{ rows: number }>`select prune_audit(${sql.lit(BATCH)}) as rows`.execute(db);
		last = rows[0]?.rows ?? 0;
		pruned += last;
	}
	return pruned;
}
