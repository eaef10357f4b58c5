import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** What a mailing came to in one hour or on one day. */
export interface MailingHour {
	/** Its beginning, in UTC. */
	at: Date;
	sent: number;
	rejected: number;
	complained: number;
	unsubscribed: number;
}

/** A mailing over time, for its plot: the hours or days in which something happened, the first first. */
export async function mailingPlot(db: Db, id: number, by: "hour" | "day"): Promise<MailingHour[]> {
	const { rows } = await sql<MailingHour>`
		select date_trunc(${by}, at) as at, sum(sent)::int as sent, sum(rejected)::int as rejected,
			sum(complained)::int as complained, sum(unsubscribed)::int as unsubscribed
		from email_tallies where message_id = ${id}::int group by 1 order by 1`.execute(db);
	return rows;
}
