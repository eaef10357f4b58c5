import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { Db } from "#db/client.ts";
import { rollUpCounts } from "./count.server.ts";

/** Rolls the counts up each second until stopped. Any number of processes may do so at once. */
export function startRollup(db: Db, log: { warn: Log; info: Log }): { stop(): Promise<void> } {
	return repeat(log, {
		every: 1_000,
		round: () => rollUpCounts(db),
		says: { failing: "counts cannot be rolled up", again: "counts are rolled up again" },
	});
}
