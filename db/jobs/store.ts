import PgBoss from "pg-boss";
import { openSessions, type PoolOptions } from "../client.ts";
import { JOBS_SCHEMA } from "./queues.ts";

/** pg-boss, started, as the application's role. */
export interface Jobs extends Pick<PgBoss, "work" | "insert" | "notifyWorker"> {
	/**
	 * Takes no more jobs and waits for those in hand, then closes the connections.
	 * @param ms milliseconds, after which they go back to the queue
	 */
	stop(ms: number): Promise<void>;
}

/**
 * Starts pg-boss on sessions of ours. What it asks of Postgres in vain has no answer and is no error: it writes off what is
 * done without waiting, so that a Postgres that went away at that moment would end the process. Nothing is lost by it, as
 * what was not written off expires and is done again.
 * @param tend seconds between two looks for jobs whose worker was killed
 */
export async function openJobs(url: string, options: PoolOptions, tend: number): Promise<Jobs> {
	const pool = openSessions(url, options);
	const boss = new PgBoss({
		db: { executeSql: (text, values) => pool.query(text, values).catch(() => noAnswer) },
		schema: JOBS_SCHEMA,
		migrate: false,
		// Its cron wants a queue for each job, goes by this process's clock and forgets what was missed.
		schedule: false,
		maintenanceIntervalSeconds: tend,
		archiveCompletedAfterSeconds: 12 * 3_600,
		deleteAfterHours: 12,
	});
	// It tells of statements that failed, with their texts.
	boss.on("error", () => undefined);
	await boss.start();
	return {
		work: boss.work.bind(boss),
		insert: boss.insert.bind(boss),
		notifyWorker: boss.notifyWorker.bind(boss),
		async stop(ms) {
			await boss.stop({ timeout: ms });
			await pool.end();
		},
	};
}

/** What pg-boss's own pool gives while it is closed; its types leave that out. */
const noAnswer = undefined as unknown as { rows: unknown[] };
