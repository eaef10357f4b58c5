import type { KeyRing } from "#app/seal/key-ring.ts";
import { channels } from "#db/channels.ts";
import type { Db } from "#db/client.ts";
import { listen } from "#db/listen.ts";
import { within } from "#db/within.ts";
import { addressKey } from "../address-key.ts";
import type { DkimSigner } from "../mime/dkim.ts";
import { mailAddress } from "../mime/mail-address.ts";
import type { Lane } from "./claim.ts";
import { connectionOver } from "./connection.ts";
import { startLane } from "./lane.ts";
import { type Leases, standardLeases } from "./leases.ts";
import { codeOf, type MailLog } from "./log.ts";
import type { MailCap } from "./mark.ts";
import { openMail, type Sender } from "./open-mail.ts";
import { openMailing } from "./open-mailing.ts";
import { paceOf } from "./pace.ts";
import { connectionPool } from "./pool.ts";
import type { Rates } from "./rates.ts";
import { relayOf } from "./relay.ts";
import { pauseSayer } from "./say-paused.ts";
import { openSession } from "./session.ts";
import { sleeper } from "./sleeper.ts";
import { bulkSource, transactionalSource } from "./source.ts";
import { storedRenditions } from "./stored-renditions.ts";
import { sweep } from "./sweep.ts";
import { tallies } from "./tallies.ts";

/** Connections of each lane: no mailing, however large or slow, takes one that a person waits for. */
const connections: Record<Lane, number> = { transactional: 6, bulk: 10 };

export interface MailerOptions {
	/** The worker's pool: three connections are enough. */
	db: Db;
	/** For LISTEN: a direct or session-mode connection. */
	databaseUrl: string;
	keys: KeyRing;
	smtpUrl: string;
	/** MAIL_FROM, also the envelope's sender. */
	from: string;
	senderName: string;
	/** Where the site is, for the links of mailings. */
	origin: string;
	/** CONTACT_EMAIL: who answers a mailing writes to a person. */
	replyTo?: string;
	/** BOUNCE_HOST: each mail's return path is an address of its own there. */
	bounceHost?: string;
	/** Signs every mail. */
	dkim?: DkimSigner;
	cap: MailCap;
	/** MAIL_RATE and MAIL_RATE_PER_DOMAIN. */
	rates: Rates;
	log: MailLog;
	/** What the Date field says. */
	now?: () => Date;
	/** Milliseconds between two looks at the queue and between two sweeps. */
	pace?: { poll: number; sweep: number };
	leases?: Leases;
}

export interface Mailer {
	/** There is something to send; only shortens the wait. */
	wake(): void;
	/** Takes at most ten seconds. Nothing is lost: what was not sent is queued. */
	stop(): Promise<void>;
}

/**
 * Sends what has been promised, until stopped; any number of processes may do so at once.
 * @throws when `from` cannot be a sender or Postgres cannot be reached at the start
 */
export async function startMailer({
	db,
	databaseUrl,
	keys,
	smtpUrl,
	from,
	senderName,
	origin,
	replyTo,
	bounceHost,
	dkim,
	cap,
	rates,
	log,
	now = () => new Date(),
	pace = { poll: 1_000, sweep: 15_000 },
	leases = standardLeases,
}: MailerOptions): Promise<Mailer> {
	const sender = mailAddress(from);
	if (!sender) throw new Error("MAIL_FROM is not an address that mail can come from");
	const relay = relayOf(smtpUrl, sender.slice(sender.lastIndexOf("@") + 1));
	const sending: Sender = {
		keys,
		addressKey: await addressKey(db, keys),
		from: sender,
		senderName,
		origin,
		replyTo: (replyTo && mailAddress(replyTo)) || undefined,
		bounceHost,
		dkim,
		now,
	};
	const connect = async () => connectionOver(await openSession(relay), leases.envelope * 1_000);
	const relayPace = paceOf(db, rates);
	const renditions = storedRenditions(db);
	const common = { db, pace: relayPace, cap, leases, log, poll: pace.poll };
	const lanes = [
		startLane({
			...common,
			source: transactionalSource(db, relayPace),
			open: (row) => openMail(sending, row),
			pool: connectionPool(connect, connections.transactional),
		}),
		startLane({
			...common,
			source: bulkSource(db, relayPace, rates, renditions.load),
			open: (row) => openMailing(sending, renditions, row),
			tallies: tallies(db, log),
			pool: connectionPool(connect, connections.bulk),
		}),
	];
	const wake = () => {
		for (const lane of lanes) lane.wake();
	};
	const stopSweeping = sweepEvery(db, pace.sweep, log);
	const stopListening = listen(databaseUrl, channels.mail, { notified: wake });
	return {
		wake,
		async stop() {
			await Promise.all([...lanes.map((lane) => lane.stop()), stopSweeping(), stopListening()]);
		},
	};
}

function sweepEvery(db: Db, ms: number, log: MailLog): () => Promise<void> {
	const rest = sleeper();
	const sayPaused = pauseSayer(db, log);
	let stopping = false;
	async function run() {
		while (!stopping) {
			try {
				await sayPaused();
				const doubtful = await sweep(db);
				if (doubtful > 0) log.warn("mail: left in doubt by a worker that went away", { mails: doubtful });
			} catch (error) {
				log.warn("mail: not swept", { code: codeOf(error) });
			}
			await rest.sleep(ms);
		}
	}
	const running = run();
	return async () => {
		stopping = true;
		rest.wake();
		await within(5_000, running);
	};
}
