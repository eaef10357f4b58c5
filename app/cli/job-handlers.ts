import type { Db } from "#db/client.ts";
import type { Handler } from "../jobs/run.server.ts";
import type { JobName } from "../jobs/timetable.ts";
import type { Logger } from "../log.ts";
import { auditJob } from "../organise/audit/nightly.server.ts";
import { stayJob } from "../organise/closing/stay-job.server.ts";
import { rollUpConfirmations } from "../organise/desk/confirmation-days.server.ts";
import { rollUpMailDays } from "../organise/desk/mail-days.server.ts";
import { sendDigests } from "../petitions/closing/digests.server.ts";
import { askAllHowItWent } from "../petitions/endorsing/ask.server.ts";
import { remindToConfirm } from "../petitions/remind.server.ts";
import { showingJob } from "../petitions/showing/nightly.server.ts";
import { retimeAndTell } from "../pickets/retime.server.ts";
import { countsJob, retentionJob } from "../retention/jobs.server.ts";
import { type NightlyJob, onceADay } from "../retention/nightly.server.ts";
import type { KeyRing } from "../seal/key-ring.ts";

/**
 * What each job of the time-table does, on the chores' pool.
 * @param origin where the site is, for the links of mails
 */
export function jobHandlers(db: Db, keys: KeyRing, origin: string, log: Logger): Readonly<Record<JobName, Handler>> {
	const daily =
		(name: string, job: NightlyJob): Handler =>
		(signal) =>
			onceADay(db, name, job, signal);
	return {
		retention: daily("retention", retentionJob(log)),
		counts: daily("counts", countsJob(log)),
		showing: daily("showing", showingJob(keys)),
		audit: daily("audit", auditJob(log)),
		stay: daily("stay", stayJob()),
		"how-went": (signal) => askAllHowItWent(db, keys, signal),
		reminders: (signal) => remindToConfirm(db, keys, { signal }),
		"mail-days": () => rollUpMailDays(db),
		confirmations: () => rollUpConfirmations(db),
		retiming: () => retimeAndTell(db, log),
		digests: () => sendDigests(db, keys, origin),
	};
}
