import type { Db } from "#db/client.ts";
import { backOff, POSTGRES_BACK_MS } from "./back-off.ts";
import { flush, type Settled } from "./flush.ts";
import { codeOf, type MailLog } from "./log.ts";

// Results that come this close together are written by one statement.
const GATHER_MS = 5;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The deliveries of one worker that are marked and not yet written off: what a crash would leave in doubt. */
export interface Flights {
	/** Waits until there is room for so many more, and counts them in. */
	depart(count: number): Promise<void>;
	/** Counts out what was not marked after all. */
	stayed(count: number): void;
	/** Writes off deliveries, in the background, until Postgres has taken it. */
	land(settled: readonly Settled[]): void;
	count(): number;
	/** Waits until all have been written off, or until the time is up. */
	landed(ms: number): Promise<void>;
	/** Gives up writing; what is left is for the sweep. */
	abandon(): void;
}

/** @param most in flight at a time */
export function flights(db: Db, worker: string, most: number, log: MailLog): Flights {
	const trouble = backOff(POSTGRES_BACK_MS);
	const settled: Settled[] = [];
	const changed = new Set<() => void>();
	let inFlight = 0;
	let writing = false;
	let abandoned = false;

	function now(count: number) {
		inFlight = count;
		for (const heard of [...changed]) heard();
	}

	/** Resolves at the next change of the count. */
	function change(ms?: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = ms === undefined ? undefined : setTimeout(heard, ms);
			function heard() {
				clearTimeout(timer);
				changed.delete(heard);
				resolve();
			}
			changed.add(heard);
		});
	}

	/** Writes what has landed; what lands meanwhile goes together into the next statement. */
	async function write() {
		if (writing) return;
		writing = true;
		while (settled.length > 0 && !abandoned) {
			if (settled.length < inFlight) await pause(GATHER_MS);
			const batch = settled.slice(0, 100);
			try {
				await flush(db, worker, batch);
				settled.splice(0, batch.length);
				trouble.worked();
				now(inFlight - batch.length);
			} catch (error) {
				trouble.failed();
				log.warn("mail: results not written yet", { code: codeOf(error), waiting: settled.length });
				await pause(trouble.left());
			}
		}
		writing = false;
	}

	return {
		async depart(count) {
			while (inFlight > 0 && inFlight + count > most) await change();
			inFlight += count;
		},
		stayed: (count) => now(inFlight - count),
		land(rows) {
			settled.push(...rows);
			void write();
		},
		count: () => inFlight,
		async landed(ms) {
			const until = performance.now() + ms;
			while (inFlight > 0 && performance.now() < until) await change(until - performance.now());
		},
		abandon() {
			abandoned = true;
		},
	};
}
