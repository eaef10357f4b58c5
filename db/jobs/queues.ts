/** Of pg-boss: its tables stand apart from those that our migrations make. */
export const JOBS_SCHEMA = "pgboss";

/** All jobs wait in one: each queue of pg-boss is a table with six indexes. */
export const JOBS_QUEUE = "jobs";

/** Seconds after which a job whose worker was killed is another's. */
export const EXPIRES_AFTER = 60;
