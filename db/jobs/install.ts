import type pg from "pg";
import PgBoss from "pg-boss";
import { APP_ROLE } from "../client.ts";
import { EXPIRES_AFTER, JOBS_QUEUE, JOBS_SCHEMA } from "./queues.ts";

/**
 * Brings pg-boss's schema up to date as the owner, makes its queue and lets the application's role work on it, without
 * DDL and without a queue of its own. Twice changes nothing.
 * @param pool of one connection, as the owner
 */
export async function installJobs(pool: pg.Pool): Promise<void> {
	const boss = new PgBoss({
		db: { executeSql: (text, values) => pool.query(text, values) },
		schema: JOBS_SCHEMA,
		schedule: false,
		supervise: false,
	});
	boss.on("error", () => undefined);
	// Two starts at once: pg-boss makes a queue under no lock. It is the pool's one connection that holds it.
	await pool.query("select pg_advisory_lock(hashtext('yntymaq jobs'))");
	try {
		await boss.start();
		await boss.createQueue(JOBS_QUEUE, queue);
		await boss.stop({ graceful: false });
		const { rows } = await pool.query(mayWork);
		if (!rows[0].may) await pool.query(grants);
	} finally {
		await pool.query("select pg_advisory_unlock(hashtext('yntymaq jobs'))");
	}
}

/** One of a job waits at most; what failed is tried thrice more; what nobody came for in an hour is forgotten. */
const queue: PgBoss.Queue = {
	name: JOBS_QUEUE,
	policy: "short",
	retryLimit: 3,
	retryDelay: 15,
	expireInSeconds: EXPIRES_AFTER,
	retentionMinutes: 60,
};

const mayWork = `select has_table_privilege('${APP_ROLE}', '${JOBS_SCHEMA}.archive', 'delete') as may`;

// Granting again takes locks that two starts at once would fight over.
const grants = `
	grant usage on schema ${JOBS_SCHEMA} to ${APP_ROLE};
	grant select, update on ${JOBS_SCHEMA}.version to ${APP_ROLE};
	grant select on ${JOBS_SCHEMA}.queue to ${APP_ROLE};
	grant select, insert, update, delete on ${JOBS_SCHEMA}.job, ${JOBS_SCHEMA}.archive to ${APP_ROLE};`;
