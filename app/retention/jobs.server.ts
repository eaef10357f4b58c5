import type { Log } from "#app/log.ts";
import { alarmWrongCounts } from "#app/petitions/check-counts.server.ts";
import type { NightlyJob } from "./nightly.server.ts";
import { runRetention } from "./run.server.ts";

/** Every night what is past its days ends; a rule that failed is named, and tried again a little later. */
export function retentionJob(log: { info: Log; error: Log }): NightlyJob {
	return {
		async run(db, signal) {
			const counts = await runRetention(db, { signal });
			for (const { name, rows } of counts ?? []) if (rows > 0) log.info("retention", { rule: name, rows });
			const failed = counts?.filter(({ failed }) => failed !== undefined) ?? [];
			for (const { name, failed: code } of failed)
				log.error("retention: a rule failed", { rule: name, code: code ?? "fault" });
			return counts !== null && failed.length === 0;
		},
	};
}

/** Every night each count is compared with its signatures. */
export function countsJob(log: { info: Log; error: Log }): NightlyJob {
	return {
		async run(db) {
			await alarmWrongCounts(db, log);
			return true;
		},
	};
}
