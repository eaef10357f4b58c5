import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { MailLog } from "./log.ts";

/** Gives what tells the operator once when organisers have paused all mail, and once when it goes on. */
export function pauseSayer(db: Db, log: MailLog): () => Promise<void> {
	let was = false;
	return async () => {
		const { rows } = await sql<{ paused: boolean }>`
			select exists (select from site_locks where what = 'mail') as paused`.execute(db);
		const paused = rows[0]?.paused ?? false;
		if (paused && !was) log.warn("mail: paused by an organiser, nothing is sent");
		if (!paused && was) log.info("mail: goes on");
		was = paused;
	};
}
