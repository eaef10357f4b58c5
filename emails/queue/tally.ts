import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** What became of some mails of one mailing. */
export interface Tally {
	sent?: number;
	rejected?: number;
	/** Of those rejected: counted as sent before. */
	bounced?: number;
	complained?: number;
	unsubscribed?: number;
}

/** How many of the newest outcomes are judged, and what share of them pauses a mailing. */
const JUDGED = 1_000;
const MOST_REJECTED = 0.05;
const MOST_COMPLAINED = 0.003;
/** Shares of fewer outcomes than these say little: eleven refusals are the least that pause. */
const LEAST_JUDGED = { rejected: 200, complained: JUDGED };
/** Readers who must have complained, each counted once, whatever the share: a handful can be somebody's own. */
const LEAST_COMPLAINED = 10;

/** Writes down what became of some mails. What is about single people, bounces, complaints and leaving, keeps its hour only. */
export async function tally(db: Db, messageId: number, counts: Tally): Promise<void> {
	const { sent = 0, rejected = 0, bounced = 0, complained = 0, unsubscribed = 0 } = counts;
	await sql`
		insert into email_tallies (message_id, sent, rejected, bounced, complained, unsubscribed, at)
		values (${messageId}, ${sent}, ${rejected}, ${bounced}, ${complained}, ${unsubscribed},
			date_trunc(${bounced + complained + unsubscribed > 0 ? "hour" : "minute"}, now()))`.execute(db);
}

/** Why outcomes should pause a mailing, if they should: more than 5 % refused, more than 0.3 % and at least ten complained. */
export function reasonToPause({
	sent,
	rejected,
	complained,
}: Required<Pick<Tally, "sent" | "rejected" | "complained">>): "rejects" | "complaints" | null {
	const judged = sent + rejected;
	const enough = complained >= LEAST_COMPLAINED;
	if (enough && complained > MOST_COMPLAINED * Math.max(judged, LEAST_JUDGED.complained)) return "complaints";
	if (rejected > MOST_REJECTED * Math.max(judged, LEAST_JUDGED.rejected)) return "rejects";
	return null;
}

/**
 * Pauses a mailing whose newest thousand outcomes, since it was last resumed, say so.
 * @returns why, when it was paused by this
 */
export async function judgeMailing(db: Db, messageId: number): Promise<"rejects" | "complaints" | null> {
	const { rows } = await sql<{ sent: number; rejected: number; complained: number }>`
		select coalesce(sum(sent - bounced), 0)::int as sent, coalesce(sum(rejected), 0)::int as rejected,
			coalesce(sum(complained), 0)::int as complained
		from (
			select t.*, sum(sent + rejected - bounced) over (order by id desc) - sent - rejected + bounced as newer from (
				select id, sent, rejected, bounced, complained from email_tallies
				where message_id = ${messageId} and id > (select judged_from from email_messages where id = ${messageId})
				order by id desc limit ${sql.lit(JUDGED)}) t
		) newest where newer < ${JUDGED}`.execute(db);
	const reason = rows[0] ? reasonToPause(rows[0]) : null;
	if (!reason) return null;
	const paused = await db
		.updateTable("email_messages")
		.set({ status: "paused", paused_for: reason })
		.where("id", "=", messageId)
		.where("lane", "=", "bulk")
		.where("status", "=", "sending")
		.executeTakeFirst();
	return paused.numUpdatedRows > 0n ? reason : null;
}
