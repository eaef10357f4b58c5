import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** Some of one mailing's mails to one group of providers. */
export interface Lot {
	bucket: number;
	n: number;
}

/** What a queued row of a mailing is: what its state says already, in the words of the index; only what is unknown is so too. */
export const queued = sql`lane = 'bulk' and state = 'queued' and claimed_by is null and not_before is null and done_on is null`;

/**
 * The groups of providers that a mailing still has mails for. One step of the index for each of at most 84, whatever
 * there is.
 */
export function lotsQuery(messageId: number) {
	const next = (above: ReturnType<typeof sql>) => sql`
		select domain_bucket from email_deliveries
		where ${queued} and message_id = ${sql.lit(messageId)} ${above} order by domain_bucket limit 1`;
	return sql<{ bucket: number }>`
		with recursive lots (bucket) as (
			(${next(sql``)})
			union all
			select (${next(sql`and domain_bucket > l.bucket`)}) from lots l where l.bucket is not null)
		select bucket from lots where bucket is not null`;
}

/** Milliseconds for which a worker goes by what it saw: a group that has mails again waits no longer. */
const KEPT_MS = 1_000;

/** The groups of providers that one worker's mailings have mails for. */
export interface Groups {
	/** As they were within the last second; undefined when nobody has looked, or they were found to be wrong. */
	known(messageId: number): readonly number[] | undefined;
	/** As they are. */
	look(messageId: number): Promise<readonly number[]>;
	/** One of them had fewer mails than were asked of it. */
	forget(messageId: number): void;
}

/**
 * Keeps the groups of each mailing for a second: they hardly change from one claim to the next, and looking takes as long
 * as finding the rows.
 * @param now a clock in milliseconds that never jumps
 */
export function groupsOf(db: Db, now: () => number = () => performance.now()): Groups {
	const seen = new Map<number, { buckets: readonly number[]; until: number }>();
	return {
		known(messageId) {
			const found = seen.get(messageId);
			return found && now() < found.until ? found.buckets : undefined;
		},
		async look(messageId) {
			const { rows } = await lotsQuery(messageId).execute(db);
			const buckets = rows.map(({ bucket }) => bucket);
			seen.set(messageId, { buckets, until: now() + KEPT_MS });
			return buckets;
		},
		forget(messageId) {
			seen.delete(messageId);
		},
	};
}
