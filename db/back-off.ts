const LONGEST_MS = 60_000;

/** Milliseconds between two tries at a Postgres that is away, at most: it is ours, it costs little to ask, and people wait. */
export const POSTGRES_BACK_MS = 4_000;

/** How long to leave a relay or a database alone that failed: 1, 2, 4 … 60 seconds until something works again. */
export interface BackOff {
	/** Faults during a wait count once: they are one outage. */
	failed(): void;
	worked(): void;
	/** Milliseconds still to wait, 0 when none. */
	left(): number;
}

/** @param now a clock in milliseconds that never jumps */
export function backOff(longest = LONGEST_MS, now: () => number = () => performance.now()): BackOff {
	let faults = 0;
	let until = 0;
	return {
		failed() {
			if (now() < until) return;
			until = now() + Math.min(longest, 1_000 * 2 ** faults);
			faults++;
		},
		worked() {
			faults = 0;
		},
		left: () => Math.max(0, until - now()),
	};
}
