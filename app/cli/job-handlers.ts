import type { Db } from "#db/client.ts";
import { bankJob } from "../fund/bank/job.server.ts";
import { booksJob } from "../fund/books/nightly.server.ts";
import { ledgerJob } from "../fund/books/verify-nightly.server.ts";
import { destroyErasedKeys } from "../fund/paying/beneficiaries.server.ts";
import type { Vault } from "../fund/paying/vault.server.ts";
import { hourly, type Looking, nightly } from "../fund/stripe/jobs.server.ts";
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
 * @param looking absent where no gifts are taken by card
 * @param keyFile where the beneficiaries' keys lie
 */
export function jobHandlers(
	db: Db,
	keys: KeyRing,
	origin: string,
	log: Logger,
	looking?: Looking,
	keyFile?: string,
): Readonly<Record<JobName, Handler>> {
	const daily =
		(name: string, job: NightlyJob): Handler =>
		(signal) =>
			onceADay(db, name, job, signal);
	return {
		retention: daily("retention", thenDestroyed(retentionJob(log), { ring: keys, path: keyFile }, log)),
		counts: daily("counts", countsJob(log)),
		showing: daily("showing", showingJob(keys)),
		audit: daily("audit", auditJob(log)),
		books: daily("books", booksJob()),
		ledger: daily("ledger", ledgerJob(log)),
		stay: daily("stay", stayJob()),
		"how-went": (signal) => askAllHowItWent(db, keys, signal),
		reminders: (signal) => remindToConfirm(db, keys, { signal }),
		"mail-days": () => rollUpMailDays(db),
		confirmations: () => rollUpConfirmations(db),
		retiming: () => retimeAndTell(db, log),
		bank: () => bankJob(db, keys, origin),
		"stripe-sweep": async (signal) => looking && hourly(looking, signal),
		"stripe-month": daily("stripe-month", { run: async (_, signal) => !looking || nightly(looking, signal) }),
		digests: () => sendDigests(db, keys, origin),
	};
}

/** Whom the rules erased has a key outside of the database, which goes with them. */
function thenDestroyed(job: NightlyJob, vault: Vault, log: Logger): NightlyJob {
	return {
		async run(db, signal) {
			const done = await job.run(db, signal);
			if ((await destroyErasedKeys(db, vault)) === "no file") log.error("the beneficiaries' keys are not here");
			return done;
		},
	};
}
