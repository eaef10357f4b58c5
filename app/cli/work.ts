import { startMailer } from "#emails/queue/mailer.ts";
import { SettingError } from "../env.server.ts";
import { startPerforming } from "../organise/approvals/perform.server.ts";
import { auditJob } from "../organise/audit/nightly.server.ts";
import { startConfirmationDays } from "../organise/desk/confirmation-days.server.ts";
import { startMailDays } from "../organise/desk/mail-days.server.ts";
import { startPublisher } from "../organise/editing/schedule.server.ts";
import { watchForAbuse } from "../petitions/abuse/watch.server.ts";
import { startRollup } from "../petitions/rollup.server.ts";
import { startTelling } from "../pickets/hearing/tell.server.ts";
import { startRetiming } from "../pickets/retime.server.ts";
import { nightlyJobs } from "../retention/jobs.server.ts";
import { startNightly } from "../retention/nightly.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { checkKeys } from "./check-keys.ts";
import type { Ground } from "./ground.ts";
import { openPool } from "./open-pool.ts";

// docs/decisions/2026-11-23-two-pools-of-the-worker.md
const MAIL_POOL_MAX = 5;
const CHORES_POOL_MAX = 5;
const WORKER_STATEMENT_MS = 60_000;

/**
 * Sends the mail that was promised, keeps the counts and ends what is past its days, until the end of the process.
 * @throws SettingError when there is neither a mailbox nor SMTP_URL
 */
export async function serveWorker(ground: Ground): Promise<void> {
	const { settings, log, life, databaseUrl, mailbox } = ground;
	const smtpUrl = mailbox?.smtpUrl ?? settings.SMTP_URL;
	if (!smtpUrl) throw new SettingError("SMTP_URL is not set: only npm start brings a mailbox along");
	const keys = readKeyRing(settings.SECRET_KEYS);
	await checkKeys(databaseUrl, keys);
	const db = openPool(ground, MAIL_POOL_MAX, WORKER_STATEMENT_MS);
	const chores = openPool(ground, CHORES_POOL_MAX, WORKER_STATEMENT_MS);
	const mailer = await startMailer({
		db,
		databaseUrl,
		keys,
		smtpUrl,
		from: settings.MAIL_FROM,
		senderName: settings.SENDER_NAME,
		cap: settings.MAIL_MAX_PER_ADDRESS,
		log,
	});
	life.atEnd("worker", () => mailer.stop());
	const rollup = startRollup(db, log);
	life.atEnd("worker", () => rollup.stop());
	const mailDays = startMailDays(chores, log);
	life.atEnd("worker", () => mailDays.stop());
	const confirmations = startConfirmationDays(chores, log);
	life.atEnd("worker", () => confirmations.stop());
	const telling = startTelling(chores, keys, settings, log);
	life.atEnd("worker", () => telling.stop());
	const retiming = startRetiming(chores, log);
	life.atEnd("worker", () => retiming.stop());
	const nightly = startNightly(chores, log, [...nightlyJobs(log), auditJob(log)]);
	life.atEnd("worker", () => nightly.stop());
	const performing = startPerforming({ db: chores, keys, settings, log });
	life.atEnd("worker", () => performing.stop());
	const publisher = startPublisher(chores, log);
	life.atEnd("worker", () => publisher.stop());
	const watch = watchForAbuse(chores, settings, log);
	life.atEnd("worker", () => watch.stop());
}
