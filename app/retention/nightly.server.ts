import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** What is done once every UTC day; doing it again does no harm. */
export interface NightlyJob {
	/** @returns false when it is not done and wants to be asked again a little later */
	run(db: Db, signal: AbortSignal): Promise<boolean>;
}

/**
 * Does a daily job unless it was done to its end today, whichever process did.
 * @param name under which the day is remembered
 * @param signal ends it early: then it is not done
 */
export async function onceADay(db: Db, name: string, job: NightlyJob, signal: AbortSignal): Promise<void> {
	const { rows } = await sql<{ day: string }>`
		select current_date as day where not exists (
			select from job_days where name = ${name} and done_on >= current_date)`.execute(db);
	const [today] = rows;
	if (!today || !(await job.run(db, signal))) return;
	await sql`
		insert into job_days (name, done_on) values (${name}, ${today.day})
		on conflict (name) do update set done_on = excluded.done_on`.execute(db);
}
