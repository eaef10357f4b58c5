import type { Settings } from "#app/env.server.ts";
import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { Db } from "#db/client.ts";
import { holdDomains } from "./hold.server.ts";
import { carryOnUndoing } from "./invalidation-steps.server.ts";
import { alarmRaiser } from "./raise-alarms.server.ts";

const HOLD_EVERY_MS = 2_000;
const ALARM_EVERY_MS = 60_000;

/** Holds domains that sign too fast, goes on with what is being undone and warns the operator, until stopped. Any number of processes may do so at once. */
export function watchForAbuse(
	db: Db,
	settings: Pick<Settings, "DOMAIN_HOLD_ABOVE" | "ALARM_PER_MINUTE" | "ALARM_DOMAIN_SHARE">,
	log: { warn: Log; info: Log },
): { stop(): Promise<void> } {
	const { DOMAIN_HOLD_ABOVE: above, ALARM_PER_MINUTE: perMinute, ALARM_DOMAIN_SHARE: share } = settings;
	const jobs = [
		repeat(log, {
			every: HOLD_EVERY_MS,
			round: () => holdDomains(db, above),
			says: { failing: "domains cannot be held", again: "domains are held again" },
		}),
		repeat(log, {
			every: HOLD_EVERY_MS,
			round: (signal) => carryOnUndoing(db, signal),
			says: { failing: "invalidations are not undone", again: "invalidations are undone again" },
		}),
		repeat(log, {
			every: ALARM_EVERY_MS,
			round: alarmRaiser(db, log, { perMinute, share, least: above }),
			says: { failing: "abuse is not watched for", again: "abuse is watched for again" },
		}),
	];
	return {
		async stop() {
			await Promise.all(jobs.map((job) => job.stop()));
		},
	};
}
