import type { ReplyCodes } from "./attempt.ts";
import type { Verdict } from "./classify.ts";

/** The state that a delivery is left in, for the statement that writes it. */
export interface Settlement extends ReplyCodes {
	state: "sent" | "deferred" | "rejected" | "queued" | "unknown";
	attempts: number;
	/** Until the next attempt, when deferred. */
	wait_minutes: number | null;
	suppress: boolean;
}

/** Mails of which nobody knows whether they were taken are sent again this often, then they stay unknown. */
export const MAX_IN_DOUBT = 4;

const FIRST_WAITS = [5, 15, 60];
const LATER_WAIT = 4 * 60;
const GIVE_UP_AFTER = 72 * 60;

/**
 * Minutes until the next attempt: 5, 15, 60, then every 4 hours for 72 hours.
 * @param attempts how many there have been
 * @returns null when there shall be none
 */
export function nextWait(attempts: number): number | null {
	const waits = [...FIRST_WAITS, ...Array<number>(Math.max(0, attempts - FIRST_WAITS.length)).fill(LATER_WAIT)].slice(
		0,
		attempts,
	);
	const total = waits.reduce((sum, minutes) => sum + minutes, 0);
	return total <= GIVE_UP_AFTER ? (waits.at(-1) ?? 0) : null;
}

/**
 * What a verdict makes of a delivery.
 * @param attempts counted before this one
 * @param policy of its message: what to do when in doubt
 */
export function settle(verdict: Verdict, attempts: number, policy: string): Settlement {
	const { outcome, suppress, reply_code, enhanced_code, queue_id } = verdict;
	const counted = { reply_code, enhanced_code, queue_id, suppress, attempts: attempts + 1, wait_minutes: null };
	switch (outcome) {
		case "sent":
		case "rejected":
			return { ...counted, state: outcome };
		case "deferred": {
			const wait = nextWait(attempts + 1);
			return { ...counted, state: wait === null ? "rejected" : "deferred", wait_minutes: wait };
		}
		case "again":
			return { ...counted, state: "queued", attempts };
		case "in-doubt":
			return { ...counted, state: policy === "resend" && attempts + 1 < MAX_IN_DOUBT ? "queued" : "unknown" };
	}
}
