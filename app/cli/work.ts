import { addressKey } from "#emails/address-key.ts";
import { dkimSigner } from "#emails/mime/dkim.ts";
import { startMailer } from "#emails/queue/mailer.ts";
import { SettingError } from "../env.server.ts";
import { startPublishingGifts } from "../fund/books/start.server.ts";
import { startStripe } from "../fund/stripe/start.server.ts";
import { startJobs } from "../jobs/run.server.ts";
import { startReturning } from "../mailings/returning/start.server.ts";
import { startMailings } from "../mailings/sending/run.server.ts";
import { startPerforming } from "../organise/approvals/perform.server.ts";
import { startPublisher } from "../organise/editing/schedule.server.ts";
import { startTellingOfAlarms } from "../organise/fund/gifts/tell-alarms.server.ts";
import { startTellingOfPauses } from "../organise/mailings/tell-paused.server.ts";
import { watchForAbuse } from "../petitions/abuse/watch.server.ts";
import { startRollup } from "../petitions/rollup.server.ts";
import { startTelling } from "../pickets/hearing/tell.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { domainOf } from "../seal/large-providers.ts";
import { checkKeys } from "./check-keys.ts";
import { readDkimKey } from "./dkim-key.ts";
import type { Ground } from "./ground.ts";
import { jobHandlers } from "./job-handlers.ts";
import { mailOrigin } from "./mail-origin.ts";
import { openPool } from "./open-pool.ts";
import { stripeDoor } from "./stripe-door.ts";

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
	await checkKeys(databaseUrl, keys, settings.BENEFICIARY_KEYS_FILE);
	const db = openPool(ground, MAIL_POOL_MAX, WORKER_STATEMENT_MS);
	const chores = openPool(ground, CHORES_POOL_MAX, WORKER_STATEMENT_MS);
	const dkim = await readDkimKey(settings);
	const mailer = await startMailer({
		db,
		databaseUrl,
		keys,
		smtpUrl,
		from: settings.MAIL_FROM,
		senderName: settings.SENDER_NAME,
		replyTo: settings.CONTACT_EMAIL,
		bounceHost: settings.BOUNCE_HOST,
		dkim: dkim && dkimSigner({ ...dkim, domain: domainOf(settings.MAIL_FROM) }),
		origin: mailOrigin(settings),
		cap: settings.MAIL_MAX_PER_ADDRESS,
		rates: { relay: settings.MAIL_RATE, perDomain: settings.MAIL_RATE_PER_DOMAIN },
		log,
	});
	life.atEnd("worker", () => mailer.stop());
	const mailings = startMailings(chores, keys, settings.MAIL_MAX_UPDATES, log);
	life.atEnd("worker", () => mailings.stop());
	const pauses = startTellingOfPauses(chores, keys, mailOrigin(settings), log);
	life.atEnd("worker", () => pauses.stop());
	const alarms = startTellingOfAlarms(chores, keys, mailOrigin(settings), log);
	life.atEnd("worker", () => alarms.stop());
	const returning = await startReturning({ db: chores, keys, addressKey: await addressKey(db, keys) }, settings, log);
	life.atEnd("worker", () => returning.stop());
	const rollup = startRollup(db, log);
	life.atEnd("worker", () => rollup.stop());
	const books = startPublishingGifts(chores, log);
	life.atEnd("worker", () => books.stop());
	const telling = startTelling(chores, keys, settings, log);
	life.atEnd("worker", () => telling.stop());
	const stripe = stripeDoor(ground);
	const looking = stripe && { db: chores, keys, stripe, origin: mailOrigin(settings) };
	if (looking) {
		const gifts = startStripe(looking, log);
		life.atEnd("worker", () => gifts.stop());
	}
	const jobs = await startJobs(
		databaseUrl,
		jobHandlers(chores, keys, mailOrigin(settings), log, looking, settings.BENEFICIARY_KEYS_FILE),
		log,
	);
	life.atEnd("worker", () => jobs.stop());
	const performing = startPerforming({ db: chores, keys, settings, log });
	life.atEnd("worker", () => performing.stop());
	const publisher = startPublisher(chores, log);
	life.atEnd("worker", () => publisher.stop());
	const watch = watchForAbuse(chores, settings, log);
	life.atEnd("worker", () => watch.stop());
}
