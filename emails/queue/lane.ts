import { randomUUID } from "node:crypto";
import { backOff, POSTGRES_BACK_MS } from "#db/back-off.ts";
import type { Db } from "#db/client.ts";
import { within } from "#db/within.ts";
import { type Attempt, noReply } from "./attempt.ts";
import type { Claimed } from "./claim.ts";
import { classify } from "./classify.ts";
import { flights } from "./flights.ts";
import type { Leases } from "./leases.ts";
import { codeOf, type MailLog } from "./log.ts";
import type { MailCap } from "./mark.ts";
import type { OpenedMail, Written } from "./open-mail.ts";
import type { Pace } from "./pace.ts";
import type { Pool } from "./pool.ts";
import { settle } from "./settlement.ts";
import { sleeper } from "./sleeper.ts";
import type { Source } from "./source.ts";
import { supply } from "./supply.ts";
import type { Tallies } from "./tallies.ts";

// A crash leaves at most three windows in doubt.
const WINDOW = 10;
const IN_FLIGHT = 30;

export interface LaneOptions {
	db: Db;
	/** Where its mails are claimed. */
	source: Source;
	/** Opens a seal; throws when it cannot. */
	open(row: Claimed): OpenedMail;
	pace: Pace;
	/** Is told what became of the mails of mailings. */
	tallies?: Tallies;
	/** Its own connections, so that no lane waits for another's. */
	pool: Pool;
	cap: MailCap;
	leases: Leases;
	log: MailLog;
	/** Milliseconds between two looks when nobody wakes it. */
	poll: number;
}

export interface RunningLane {
	wake(): void;
	/** Finishes what is at a socket and puts back the rest; takes at most ten seconds. */
	stop(): Promise<void>;
}

/** Sends one lane's mails: claim, mark a window, send, write off; again until stopped, whatever fails. */
export function startLane(options: LaneOptions): RunningLane {
	const { db, source, pace, tallies, pool, cap, leases, log, poll } = options;
	const worker = randomUUID();
	const rest = sleeper();
	const trouble = backOff(POSTGRES_BACK_MS);
	const air = flights(db, worker, IN_FLIGHT, { cap, lease: leases.sending }, log);
	const mails = supply(db, source, worker, leases.claimed, opened);
	let stopping = false;
	let falls = 0;
	let saidUnwritten = false;

	async function run() {
		while (!stopping) {
			try {
				const wait = await round();
				if (wait !== undefined) await rest.sleep(wait);
			} catch (error) {
				postgresFailed(error);
			}
		}
	}

	function postgresFailed(error: unknown) {
		trouble.failed();
		log.warn("mail: waiting for Postgres", { code: codeOf(error) });
	}

	/** One window. Gives milliseconds to wait before the next, none when there is more to do. */
	async function round(): Promise<number | undefined> {
		if (trouble.left() > 0) return trouble.left();
		if (pool.pause() > 0) {
			await mails.release();
			return pool.pause();
		}
		if (falls < pace.falls()) {
			// What was claimed at the rate before is claimed anew at the one after.
			falls = pace.falls();
			await mails.release();
		}
		const size = Math.min(WINDOW, await mails.fill());
		if (size === 0) return poll;
		if (air.count() === 0 && !(await pool.reach())) {
			log.warn("mail: the relay cannot be reached", { retry_ms: Math.ceil(pool.pause()) });
			return undefined;
		}
		await air.room(size);
		if (stopping || pool.pause() > 0) return undefined;
		void sendWindow(mails.take(size));
		return mails.drained() ? poll : undefined;
	}

	/** Opens a seal. What cannot be opened now may be by a process with the right keys and version. */
	function opened(row: Claimed): OpenedMail | null {
		try {
			return options.open(row);
		} catch {
			log.error("mail: a delivery cannot be opened", { id: row.id });
			const verdict = {
				outcome: "deferred",
				relayFault: false,
				suppress: false,
				throttled: false,
				...noReply,
			} as const;
			air.landUncounted({ id: row.id, fingerprint: null, ...settle(verdict, row.attempts, row.policy) });
			return null;
		}
	}

	/** Whatever was not marked goes back, if it is still ours: its message may be paused. */
	async function sendWindow(window: readonly OpenedMail[]) {
		const begin = performance.now() + leases.begin * 1_000;
		let marked: Set<number> = new Set();
		try {
			marked = await air.depart(window);
			trouble.worked();
		} catch (error) {
			postgresFailed(error);
		}
		for (const mail of window)
			if (marked.has(mail.id)) void send(mail, begin);
			else land(mail, { kind: "not-begun" });
	}

	async function send(mail: OpenedMail, begin: number) {
		const written = await write(mail);
		if (!written) return land(mail, { kind: written === null ? "unmailable" : "unwritten" });
		pace.sent(1);
		land(mail, await pool.send(written.envelope, written.message, begin));
	}

	/** Undefined when it cannot be written now: what signs mails fails at all of them, and is said once. */
	async function write(mail: OpenedMail): Promise<Written | null | undefined> {
		try {
			const written = await mail.write();
			saidUnwritten = false;
			return written;
		} catch (error) {
			if (!saidUnwritten) log.error("mail: mails cannot be written or signed, and wait", { code: codeOf(error) });
			saidUnwritten = true;
			return undefined;
		}
	}

	function land({ id, fingerprint, attempts, policy, mailing }: OpenedMail, attempt: Attempt) {
		const verdict = classify(attempt);
		const settlement = settle(verdict, attempts, policy);
		if (attempt.kind === "answered" || verdict.relayFault) pool.heard(verdict.relayFault);
		if (verdict.throttled) pace.throttled().catch(postgresFailed);
		if (mailing !== undefined) tallies?.note(mailing, settlement.state);
		if (settlement.state !== "sent" && attempt.kind !== "not-begun" && attempt.kind !== "unwritten") {
			log.warn("mail: not sent", {
				attempt: attempt.kind,
				state: settlement.state,
				code: settlement.reply_code ?? 0,
				enhanced: settlement.enhanced_code ?? "",
			});
		}
		air.land({ id, fingerprint, ...settlement });
	}

	const running = run();
	return {
		wake: () => rest.wake(),
		async stop() {
			stopping = true;
			rest.wake();
			await air.landed(6_000);
			// What is still at a socket ends as lost, and in doubt where the relay had asked for the body.
			pool.close();
			await air.landed(1_500);
			air.abandon();
			await tallies?.stop();
			await within(1_000, running);
			await within(1_000, mails.release());
		},
	};
}
