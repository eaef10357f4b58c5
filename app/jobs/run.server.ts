import type PgBoss from "pg-boss";
import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import { JOBS_QUEUE } from "#db/jobs/queues.ts";
import { openJobs } from "#db/jobs/store.ts";
import { isJob, type JobName, jobNames, timetable } from "./timetable.ts";

/**
 * What a job does. It may be run twice, and at the same time as itself: it finds from the rows what is left to do.
 * @param signal comes after 45 seconds and when the process ends: it should stop soon, and the next run goes on
 */
export type Handler = (signal: AbortSignal) => Promise<unknown>;

export interface Rhythm {
	/** Seconds between two questions to the queue, of each of the two hands. */
	poll: number;
	/** Seconds between two looks at the time-table and for jobs whose worker was killed. */
	tend: number;
}

const usual: Rhythm = { poll: 2, tend: 20 };
/** Jobs that one process works on at once, so that a long one does not keep all others waiting. */
const HANDS = 2;
/** Milliseconds of one run, well below those after which pg-boss gives the job to another. */
const ENOUGH_MS = 45_000;
const DRAIN_MS = 8_000;

/**
 * Works on jobs until stopped; any number of processes may, and each run that the time-table has is one's alone. Postgres
 * may go away at any moment.
 * @returns how to stop: what is in hand is told to end, and goes back to the queue if it does not
 */
export async function startJobs(
	databaseUrl: string,
	handlers: Readonly<Record<JobName, Handler>>,
	log: { warn: Log; info: Log },
	{ poll, tend }: Rhythm = usual,
): Promise<{ stop(): Promise<void> }> {
	const ending = new AbortController();
	const sessions = { max: HANDS + 1, statementTimeout: 5_000, onError: () => undefined };
	const jobs = await openJobs(databaseUrl, sessions, tend);
	const failing = new Set<JobName>();

	async function work([job]: PgBoss.Job<{ job?: unknown }>[]): Promise<void> {
		const name = job?.data?.job;
		if (!isJob(name)) return;
		try {
			await handlers[name](AbortSignal.any([ending.signal, AbortSignal.timeout(ENOUGH_MS)]));
			if (failing.delete(name)) log.info("a job succeeds again", { job: name });
		} catch {
			if (!failing.has(name)) log.warn("a job failed and is tried again", { job: name });
			failing.add(name);
			// pg-boss keeps what it is told, and an error of Postgres may quote a row.
			throw Object.assign(new Error("failed"), { stack: undefined });
		}
	}
	const ask = () => jobs.insert(jobNames.map(asked));
	// Before anybody looks: a start does at once what is due.
	await ask().catch(() => undefined);
	for (let n = 0; n < HANDS; n++) {
		const hand: string = await jobs.work<{ job?: unknown }>(
			JOBS_QUEUE,
			{ pollingIntervalSeconds: poll },
			async (batch) => {
				// Whoever has found one looks for the next without a pause.
				await work(batch).finally(() => jobs.notifyWorker(hand));
			},
		);
	}
	const asking = repeat(log, {
		every: tend * 1_000,
		round: ask,
		says: { failing: "jobs cannot be asked for", again: "jobs are asked for again" },
	});
	return {
		async stop() {
			await asking.stop();
			ending.abort();
			await jobs.stop(DRAIN_MS);
		},
	};
}

/** Once in each stretch of its time, by the database's clock, whoever asks how often. */
function asked(name: JobName): PgBoss.JobInsert {
	return { name: JOBS_QUEUE, data: { job: name }, singletonKey: name, singletonSeconds: timetable[name] };
}
