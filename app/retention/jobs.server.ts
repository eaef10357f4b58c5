import type { Log } from "#app/log.ts";
import { alarmWrongCounts } from "#app/petitions/check-counts.server.ts";
import type { NightlyJob } from "./nightly.server.ts";
import { runRetention } from "./run.server.ts";

/** What is done every night: what is past its days ends, and every count is compared with its signatures. */
export function nightlyJobs(log: { info: Log; error: Log }): readonly NightlyJob[] {
	return [
		{
			async run(db, signal) {
				const counts = await runRetention(db, { signal });
				for (const { name, rows } of counts ?? []) if (rows > 0) log.info("retention", { rule: name, rows });
				return counts !== null;
			},
		},
		{
			async run(db) {
				await alarmWrongCounts(db, log);
				return true;
			},
		},
	];
}
