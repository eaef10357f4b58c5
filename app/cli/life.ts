import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../log.ts";

/**
 * The order of ending, and the milliseconds that each stage may take: each may still use the ones after it.
 * Postgres has no limit here: it ends by itself, harshly if need be, and is never left behind.
 */
const stages = { door: 6_000, worker: 9_000, mailbox: 1_000, pools: 1_000, postgres: Number.POSITIVE_INFINITY };
export type Stage = keyof typeof stages;

/** Signals that come closer together than this are one Ctrl-C: the terminal's and npm's copy of it. */
const SAME_KEY = 500;

/** One process between its start and its end. */
export interface Life {
	/** Says how to end what has just been started. */
	atEnd(stage: Stage, end: () => Promise<unknown>): void;
	/** Throws when the end has been asked for meanwhile, so that a start goes no further. */
	goOn(): void;
}

/**
 * Starts by `begin`, and ends in order at the first SIGINT, SIGTERM or SIGHUP, at once at the second.
 * @param log is told what did not end well
 * @throws what `begin` threw, after ending what it had started
 */
export async function live(log: Logger, begin: (life: Life) => Promise<void>): Promise<void> {
	const ends: [Stage, () => Promise<unknown>][] = [];
	let asked: number | undefined;
	let begun = false;

	async function endAll() {
		for (const [stage, patience] of Object.entries(stages))
			await Promise.all(ends.filter(([of]) => of === stage).map(([, end]) => endOne(stage, end, patience, log)));
	}
	async function exit(code: number) {
		await endAll();
		process.exit(code);
	}
	/** Postgres is told, not waited for: it ends by itself. */
	function exitNow() {
		for (const [stage, end] of ends) if (stage === "postgres") void end();
		process.exit(130);
	}
	function ask() {
		if (asked !== undefined) {
			if (performance.now() - asked > SAME_KEY) exitNow();
			return;
		}
		asked = performance.now();
		if (begun) void exit(0);
	}

	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
	process.on("uncaughtException", (error) => {
		log.error("fault", { error: error.name, at: firstFrame(error) });
		void exit(1);
	});
	const goOn = () => {
		if (asked !== undefined) throw new Error("interrupted");
	};
	try {
		await begin({ atEnd: (stage, end) => void ends.push([stage, end]), goOn });
		goOn();
		begun = true;
	} catch (error) {
		// What failed after Ctrl-C failed because of it.
		if (asked !== undefined) return exit(0);
		await endAll();
		throw error;
	}
}

async function endOne(stage: string, end: () => Promise<unknown>, patience: number, log: Logger) {
	const ended = end().then(
		() => true,
		(error: unknown) => {
			log.error("did not end well", { stage, error: error instanceof Error ? error.name : typeof error });
			return true;
		},
	);
	if (!Number.isFinite(patience)) return ended;
	const timer = new AbortController();
	const late = sleep(patience, false, { signal: timer.signal }).catch(() => true);
	if (!(await Promise.race([ended, late]))) log.error("did not end in time", { stage });
	timer.abort();
}

/** Where it happened. The message is left out: libraries put addresses and values into theirs. */
function firstFrame({ stack = "" }: Error): string {
	return /^\s+at (.+)$/m.exec(stack)?.[1] ?? "unknown";
}
