import { sql } from "kysely";
import { channels } from "#db/channels.ts";
import type { Db } from "#db/client.ts";

// NOTIFY takes a lock of the whole database at commit: one per burst, and never in a person's transaction.
const AT_MOST_EVERY_MS = 50;

/**
 * Gives what tells every mailer that a mail has been promised. Call it after the commit; it never
 * throws and need not be awaited: a wake-up that is lost is made good by the mailers' polling.
 */
export function mailWaker(db: Db): () => void {
	let timer: NodeJS.Timeout | undefined;
	let again = false;
	const notify = () => {
		sql`select pg_notify(${channels.mail}, '')`.execute(db).catch(() => undefined);
		timer = setTimeout(() => {
			timer = undefined;
			if (again) {
				again = false;
				notify();
			}
		}, AT_MOST_EVERY_MS);
		timer.unref();
	};
	return () => {
		if (timer) again = true;
		else notify();
	};
}
