import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { Looking } from "./looking.ts";
import { stripeRounds } from "./work.server.ts";

const EVERY_MS = 1_000;

/** Works on what Stripe tells, and asks it for what the desk wants, until stopped; any number of processes may. */
export function startStripe(looking: Looking, log: { warn: Log; info: Log }): { stop(): Promise<void> } {
	return repeat(log, {
		every: EVERY_MS,
		round: stripeRounds(looking, log),
		says: { failing: "what Stripe told cannot be worked on", again: "what Stripe told is worked on again" },
	});
}
