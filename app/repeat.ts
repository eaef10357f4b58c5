import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "./log.ts";

/** Work that is done again and again. */
export interface Repeated {
	/** Milliseconds between the end of one round and the next. */
	every: number;
	/** Should come to an end soon when the signal comes, by what it has in hand: the next start goes on. */
	round(signal: AbortSignal): Promise<unknown>;
	/** What is logged once when rounds begin to fail, and once when they succeed again. */
	says: { failing: string; again: string };
}

/**
 * Repeats until stopped, whatever fails: a Postgres that is away is waited for.
 * @returns how to stop; waits for the round in hand
 */
export function repeat(log: { warn: Log; info: Log }, { every, round, says }: Repeated): { stop(): Promise<void> } {
	const stopping = new AbortController();
	async function run() {
		let failing = false;
		while (!stopping.signal.aborted) {
			try {
				await round(stopping.signal);
				if (failing) log.info(says.again);
				failing = false;
			} catch {
				if (!failing) log.warn(says.failing);
				failing = true;
			}
			await sleep(every, undefined, { signal: stopping.signal }).catch(() => undefined);
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
