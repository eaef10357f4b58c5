import { sql } from "kysely";
import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { Db } from "#db/client.ts";

/** What each worker does once every UTC day; doing it again does no harm. */
export interface NightlyJob {
	/** @returns false when it is not done and wants to be asked again a little later */
	run(db: Db, signal: AbortSignal): Promise<boolean>;
}

export interface NightlyOptions {
	/** Milliseconds between two looks at the day. */
	every?: number;
	/** The day, as the database has it. */
	today?: () => Promise<string>;
}

/**
 * Runs each job at the start and then once a UTC day, until stopped. Which day that was is written
 * nowhere: the jobs see from the rows what is left to do.
 */
export function startNightly(
	db: Db,
	log: { warn: Log; info: Log },
	jobs: readonly NightlyJob[],
	{ every = 600_000, today = () => utcDay(db) }: NightlyOptions = {},
): { stop(): Promise<void> } {
	const doneOn = new Map<NightlyJob, string>();

	async function runDue(signal: AbortSignal) {
		const day = await today();
		const due = jobs.filter((job) => doneOn.get(job) !== day);
		// One that fails keeps none of the others back.
		const outcomes = await Promise.allSettled(due.map((job) => job.run(db, signal)));
		outcomes.forEach((outcome, i) => {
			const job = due[i];
			if (job && outcome.status === "fulfilled" && outcome.value) doneOn.set(job, day);
		});
		const failed = outcomes.find((outcome) => outcome.status === "rejected");
		if (failed) throw failed.reason;
	}
	return repeat(log, {
		every,
		round: runDue,
		says: { failing: "a nightly job failed and is tried again", again: "the nightly jobs succeed again" },
	});
}

async function utcDay(db: Db): Promise<string> {
	const { rows } = await sql<{ day: string }>`select current_date as day`.execute(db);
	return rows[0]?.day ?? "";
}
