import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "#app/log.ts";
import type { Db } from "#db/client.ts";
import { rollUpCounts } from "./count.server.ts";

const EVERY_MS = 1_000;

/**
 * Rolls the counts up each second until stopped. Any number of processes may do so at once.
 * A Postgres that is away is waited for.
 * @param log is told once when it stops working and once when it works again
 */
export function startRollup(db: Db, log: { warn: Log; info: Log }): { stop(): Promise<void> } {
	const stopping = new AbortController();
	async function run() {
		let failing = false;
		while (!stopping.signal.aborted) {
			try {
				await rollUpCounts(db);
				if (failing) log.info("counts are rolled up again");
				failing = false;
			} catch {
				if (!failing) log.warn("counts cannot be rolled up");
				failing = true;
			}
			await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
		}
	}
	const running = run();
	return {
		async stop() {
			stopping.abort();
			await running;
		},
	};
}
