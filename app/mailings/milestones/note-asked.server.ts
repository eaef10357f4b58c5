import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { stayingUntil } from "./over.server.ts";
import { stayDays } from "./stay-days.server.ts";

/** Subscriptions that one statement looks at: its locks stay short. */
const AT_ONCE = 10_000;

/** A campaign's newest question whether to stay. */
interface Question {
	campaignId: number;
	mailing: number;
	endsOn: string;
	/** `email_messages.status`. */
	status: string;
	/** It is settled who gets it. */
	frozen: boolean;
}

/**
 * Notes to whom the newest question of each campaign has been sent: from that day on their silence counts. Who subscribed
 * after its audience was settled has just said yes; whom a finished mailing could not reach has said nothing: both are kept as
 * who stays, and asked the next time. A mailing that waits, stands still or was ended changes nobody's days.
 * @param signal ends it early, between two statements
 * @returns whether it came to its end
 */
export async function noteWhoWasAsked(db: Db, signal: AbortSignal): Promise<boolean> {
	const { rows } = await sql<Question>`
		select distinct on (a.campaign_id) a.campaign_id as "campaignId", a.message_id as mailing, a.ends_on as "endsOn",
			m.status, m.frozen_at is not null as frozen
		from campaign_stays a join email_messages m on m.id = a.message_id
		order by a.campaign_id, a.message_id desc`.execute(db);
	for (const question of rows) {
		let after: string | null = "00000000-0000-0000-0000-000000000000";
		while (after !== null) {
			if (signal.aborted) return false;
			after = await noteSome(db, question, after);
		}
	}
	return true;
}

/** @returns the last that was looked at; null when there are no more */
async function noteSome(db: Db, question: Question, after: string): Promise<string | null> {
	const { campaignId, mailing, endsOn, status, frozen } = question;
	const { rows } = await sql<{ last: string }>`
		with page as (
			-- One order for all who lock several.
			select id from subscriptions where campaign_id = ${campaignId} and id > ${after}::uuid
			order by id limit ${sql.lit(AT_ONCE)} for no key update),
		noted as (
			update subscriptions s set
				asked_on = case when d.state = 'sent' then coalesce(d.done_on, current_date) end,
				keep_until = case when d.state = 'sent'
					then greatest(s.keep_until, coalesce(d.done_on, current_date) + ${sql.lit(stayDays.silence)}::int)
					else ${stayingUntil} end
			from page join campaigns c on c.id = ${campaignId}
			left join email_deliveries d on d.subject_id = page.id and d.message_id = ${mailing}
			where s.id = page.id and s.asked_on is null and coalesce(s.keep_until, ${endsOn}::date) <= ${endsOn}::date
				and (d.state = 'sent' or ${status === "finished"} or (d.id is null and ${frozen && status !== "cancelled"})))
		select id as last from page order by id desc limit 1`.execute(db);
	return rows[0]?.last ?? null;
}
