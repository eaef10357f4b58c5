import type { Settings } from "#app/env.server.ts";
import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { hurryProposal } from "../hosting/hurry.server.ts";
import { passOnMessages } from "./messages.server.ts";
import { remind } from "./remind.server.ts";
import { tellChanges } from "./tell-changes.server.ts";

const EVERY_MS = 1_000;

/**
 * Tells those who come to pickets what they have to hear: changes, reminders, hosts' messages; before that, what was
 * only proposed and can wait no longer becomes live. Only promises mails; the mailer sends them. Any number of processes
 * may do so at once.
 */
export function startTelling(
	db: Db,
	keys: KeyRing,
	settings: Settings,
	log: { warn: Log; info: Log },
): { stop(): Promise<void> } {
	const jobs = [hurryProposal, tellChanges, remind, passOnMessages].map((tell) =>
		repeat(log, {
			every: EVERY_MS,
			round: (signal) => tellAll(db, keys, settings, tell, signal),
			says: { failing: "those who come to pickets cannot be told", again: "those who come to pickets are told again" },
		}),
	);
	return {
		async stop() {
			await Promise.all(jobs.map((job) => job.stop()));
		},
	};
}

/** One batch after the other, until nothing is due or the signal comes. */
export async function tellAll(
	db: Db,
	keys: KeyRing,
	settings: Settings,
	tell: (db: Db, keys: KeyRing, settings: Settings) => Promise<boolean>,
	signal?: AbortSignal,
): Promise<void> {
	while (!signal?.aborted && (await tell(db, keys, settings)));
}
