import { randomUUID } from "node:crypto";
import type { Db } from "#db/client.ts";
import { alarm } from "./alarm.ts";
import { type Attempt, noReply } from "./attempt.ts";
import { backOff, POSTGRES_BACK_MS } from "./back-off.ts";
import { type Claimed, claim, type Lane, release } from "./claim.ts";
import { classify } from "./classify.ts";
import { flights } from "./flights.ts";
import { codeOf, type MailLog } from "./log.ts";
import { type MailCap, mark } from "./mark.ts";
import { type OpenedMail, openMail, type Sender, windowsOf } from "./open-mail.ts";
import type { Pool } from "./pool.ts";
import { settle } from "./settlement.ts";
import { within } from "./within.ts";

const CLAIM = 200;
// A crash leaves at most three windows in doubt.
const WINDOW = 10;
const IN_FLIGHT = 30;
// A mail that has not begun a minute after it was marked does not begin: its lease is counted so.
const BEGIN_MS = 60_000;

export interface LaneOptions {
	db: Db;
	lane: Lane;
	sender: Sender;
	/** Its own connections, so that no lane waits for another's. */
	pool: Pool;
	cap: MailCap;
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
export function startLane({ db, lane, sender, pool, cap, log, poll }: LaneOptions): RunningLane {
	const worker = randomUUID();
	const bell = alarm();
	const trouble = backOff(POSTGRES_BACK_MS);
	const air = flights(db, worker, IN_FLIGHT, log);
	let stopping = false;
	let holding = false;

	async function run() {
		while (!stopping) {
			try {
				await putBack();
				const wait = await round();
				await putBack();
				trouble.worked();
				if (wait !== undefined) await bell.sleep(wait);
			} catch (error) {
				trouble.failed();
				log.warn("mail: waiting for Postgres", { code: codeOf(error) });
				await bell.sleep(trouble.left());
			}
		}
	}

	/** Puts back what was claimed and, because of a fault, not marked. */
	async function putBack() {
		if (holding) await release(db, worker);
		holding = false;
	}

	/** One claim and its windows. Gives milliseconds to wait before the next, none when there is more to do. */
	async function round(): Promise<number | undefined> {
		if (pool.pause() > 0) return pool.pause();
		holding = true;
		const claimed = await claim(db, lane, worker, CLAIM);
		if (claimed.length > 0) {
			if (air.count() === 0 && !(await pool.reach())) {
				log.warn("mail: the relay cannot be reached", { retry_ms: Math.ceil(pool.pause()) });
				return pool.pause();
			}
			for (const window of windowsOf(opened(claimed), WINDOW)) {
				await air.depart(window.length);
				if (stopping || pool.pause() > 0) {
					air.stayed(window.length);
					return pool.pause();
				}
				await sendWindow(window);
			}
		}
		holding = false;
		return claimed.length === CLAIM ? undefined : poll;
	}

	/** Opens the seals. What cannot be opened now may be by a process with the right keys and version. */
	function opened(claimed: readonly Claimed[]): OpenedMail[] {
		return claimed.flatMap((row) => {
			try {
				return [openMail(sender, row)];
			} catch {
				log.error("mail: a delivery cannot be opened", { id: row.id });
				const verdict = { outcome: "deferred", relayFault: false, suppress: false, ...noReply } as const;
				void air.depart(1).then(() => {
					air.land([{ id: row.id, fingerprint: null, ...settle(verdict, row.attempts, row.policy) }]);
				});
				return [];
			}
		});
	}

	async function sendWindow(window: readonly OpenedMail[]) {
		const begin = performance.now() + BEGIN_MS;
		let marked: Set<number>;
		try {
			marked = await mark(db, worker, window, cap);
		} catch (error) {
			// Marked or not, none of them has reached a socket.
			for (const mail of window) land(mail, { kind: "not-begun" });
			throw error;
		}
		air.stayed(window.length - marked.size);
		for (const mail of window) if (marked.has(mail.id)) void send(mail, begin);
	}

	async function send(mail: OpenedMail, begin: number) {
		const written = mail.write();
		land(mail, written ? await pool.send(written.envelope, written.message, begin) : { kind: "unmailable" });
	}

	function land({ id, fingerprint, attempts, policy }: OpenedMail, attempt: Attempt) {
		const verdict = classify(attempt);
		const settlement = settle(verdict, attempts, policy);
		if (attempt.kind === "answered" || verdict.relayFault) pool.heard(verdict.relayFault);
		if (settlement.state !== "sent" && attempt.kind !== "not-begun") {
			log.warn("mail: not sent", {
				attempt: attempt.kind,
				state: settlement.state,
				code: settlement.reply_code ?? 0,
				enhanced: settlement.enhanced_code ?? "",
			});
		}
		air.land([{ id, fingerprint, ...settlement }]);
	}

	const running = run();
	return {
		wake: () => bell.ring(),
		async stop() {
			stopping = true;
			bell.ring();
			await air.landed(6_000);
			// What is still at a socket ends as lost, and in doubt where the relay had asked for the body.
			pool.close();
			await air.landed(1_500);
			air.abandon();
			await within(1_000, running);
			await within(1_000, release(db, worker));
		},
	};
}
