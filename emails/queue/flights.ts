import { backOff, POSTGRES_BACK_MS } from "#db/back-off.ts";
import type { Db } from "#db/client.ts";
import { exchange } from "./exchange.ts";
import type { Settled } from "./flush.ts";
import { codeOf, type MailLog } from "./log.ts";
import type { Markable, Terms } from "./mark.ts";

// Results wait for a window to go along with, until none has come for so long: what waits would be sent again after a crash.
const GATHER_MS = 2;
// Statements of one lane at a time: one is on its way while another's mails are at their sockets.
const AT_ONCE = 3;

/** The deliveries of one worker that are marked and not yet written off: what a crash would leave in doubt. */
export interface Flights {
	/** Waits until there is room for so many more. */
	room(count: number): Promise<void>;
	/**
	 * Marks a window and writes off what has landed meanwhile, in one round trip. All of the window count as in flight
	 * until they land, those that may not go as well.
	 * @returns those that may go
	 * @throws what Postgres throws: marked or not, none of them may go
	 */
	depart(window: readonly Markable[]): Promise<Set<number>>;
	/** Writes off deliveries, in the background, until Postgres has taken it. */
	land(settled: Settled): void;
	/** As `land`, for what was never marked and so never counted in. */
	landUncounted(settled: Settled): void;
	count(): number;
	/** Waits until all have been written off, or until the time is up. */
	landed(ms: number): Promise<void>;
	/** Gives up writing; what is left is for the sweep. */
	abandon(): void;
}

/** @param most in flight at a time */
export function flights(db: Db, worker: string, most: number, terms: Terms, log: MailLog): Flights {
	const trouble = backOff(POSTGRES_BACK_MS);
	const changed = new Set<() => void>();
	let waiting: Settled[] = [];
	let inFlight = 0;
	let exchanging = 0;
	let timer: NodeJS.Timeout | undefined;
	let abandoned = false;

	/** Resolves at the next change of what is in flight. */
	function change(ms?: number): Promise<void> {
		return new Promise((resolve) => {
			const late = ms === undefined ? undefined : setTimeout(heard, ms);
			function heard() {
				clearTimeout(late);
				changed.delete(heard);
				resolve();
			}
			changed.add(heard);
		});
	}

	function tellChange() {
		for (const heard of [...changed]) heard();
	}

	async function turn(window: readonly Markable[]): Promise<Set<number>> {
		const settled = waiting;
		waiting = [];
		exchanging++;
		// One statement lets the ones out as it takes the others in: at no moment are both in doubt.
		const swapped = Math.min(settled.length, window.length);
		inFlight += window.length - swapped;
		try {
			const marked = await exchange(db, worker, { window, settled }, terms);
			inFlight -= settled.length - swapped;
			trouble.worked();
			return marked;
		} catch (error) {
			inFlight += swapped;
			waiting = [...settled, ...waiting];
			trouble.failed();
			throw error;
		} finally {
			exchanging--;
			writeSoon();
			tellChange();
		}
	}

	/** Writes what has landed, unless a window takes it along first; at once when there is nothing else to wait for. */
	function writeSoon() {
		clearTimeout(timer);
		if (waiting.length === 0 || abandoned) return;
		const alone = waiting.length === inFlight && exchanging === 0;
		timer = setTimeout(write, Math.max(alone ? 0 : GATHER_MS, trouble.left()));
	}

	function write() {
		if (exchanging >= AT_ONCE) return writeSoon();
		turn([]).catch((error: unknown) =>
			log.warn("mail: results not written yet", { code: codeOf(error), waiting: waiting.length }),
		);
	}

	function land(settled: Settled) {
		waiting.push(settled);
		// Who waits for room takes it along.
		tellChange();
		writeSoon();
	}

	return {
		async room(count) {
			const full = () => exchanging >= AT_ONCE || inFlight - waiting.length + count > most;
			while (full()) await change();
		},
		depart: turn,
		land,
		landUncounted(settled) {
			inFlight++;
			land(settled);
		},
		count: () => inFlight,
		async landed(ms) {
			const until = performance.now() + ms;
			while (inFlight > 0 && performance.now() < until) await change(until - performance.now());
		},
		abandon() {
			abandoned = true;
			clearTimeout(timer);
		},
	};
}
