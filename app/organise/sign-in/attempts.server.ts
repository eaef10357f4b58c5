import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** Whose attempts are counted together. */
export interface Bucket {
	/** Of the typed address, known or not. */
	fingerprint: Buffer;
	/** A browser that has signed in, or a session; empty for all strangers together. */
	device: Buffer;
}

/** Attempts before one has to wait; the first wait and the longest, in seconds. What is a day old is forgotten. */
const attempts = { free: 5, firstWait: 15, longestWait: 900 };

/**
 * Counts an attempt before it is looked at, so that many at once are no more than one after another; success takes the
 * count away. After the free ones each waits twice as long as the one before. An attempt that came too soon is not
 * counted: hammering makes nobody wait longer.
 * @returns false when it came too soon
 */
export async function takeAttempt(db: Db, { fingerprint, device }: Bucket): Promise<boolean> {
	const { free, firstWait, longestWait } = attempts;
	const { rows } = await sql`
		insert into sign_in_attempts as a (fingerprint, device, failures) values (${fingerprint}, ${device}, 1)
		on conflict (fingerprint, device) do update set
			failures = case when a.last_at < now() - interval '1 day' then 1 else least(a.failures, 1000) + 1 end,
			last_at = now()
		where a.failures < ${free}::int or a.last_at + make_interval(
			secs => least(${longestWait}::int, ${firstWait}::int * power(2, least(a.failures - ${free}::int, 20)))) <= now()
		returning failures`.execute(db);
	return rows.length > 0;
}
