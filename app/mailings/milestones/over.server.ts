import { sql } from "kysely";
import { stayDays } from "./stay-days.server.ts";

/**
 * When a campaign `c` was over: closed itself, or the last of its petitions closed and handed in; null while it goes on.
 * A petition that is closed and never handed in counts from its closing.
 */
export const overAt = sql<Date | null>`least(c.closed_at, (
	select case when bool_and(coalesce(least(p.closed_at, p.closes_at) <= now(), false))
		then max(greatest(least(p.closed_at, p.closes_at), p.handed_in_at)) end
	from petitions p where p.campaign_id = c.id and p.opened_at is not null))`;

/** The day until which somebody is kept who stays with campaign `c` today: after its next anniversary, on its own clocks. */
export const stayingUntil = sql<string>`((case when c.day > ${today()} then c.day
	else (c.day + make_interval(years => extract(year from age(${today()}, c.day))::int + 1))::date end)
	+ ${sql.lit(stayDays.afterAnniversary)}::int)`;

/**
 * The last day on which subscription `s` is kept if nothing more is said; null for who was not asked whether to stay. A mail
 * that was sent today, or is being sent, is known of here before the night notes it.
 */
export const lastDay = sql<string | null>`greatest(s.keep_until, (
	select max(coalesce(d.done_on, current_date) + ${sql.lit(stayDays.silence)}::int)
	from campaign_stays a join email_deliveries d on d.message_id = a.message_id and d.subject_id = s.id
	where a.campaign_id = s.campaign_id and s.asked_on is null and coalesce(s.keep_until, a.ends_on) <= a.ends_on))`;

function today() {
	return sql`(now() at time zone c.zone)::date`;
}
