import type { Db } from "#db/client.ts";
import { judgeMailing, tally } from "#emails/queue/tally.ts";

/**
 * Counts that somebody called a mail of a mailing spam; too many stop it. The hour is kept, not the minute: it is about
 * a person.
 */
export async function noteComplaint(db: Db, messageId: number): Promise<void> {
	await tally(db, messageId, { complained: 1 });
	await judgeMailing(db, messageId);
}

/** Counts that somebody left by the link of a mail of a mailing. */
export async function noteUnsubscribed(db: Db, messageId: number): Promise<void> {
	await tally(db, messageId, { unsubscribed: 1 });
}
