import { type SqlBool, sql } from "kysely";
import { type MailingKind, wantedAs } from "#emails/mailing-kinds.ts";
import type { Audience } from "./mailing.server.ts";

/** Days over which updates to one person are counted. */
const CAP_DAYS = 30;

/** Whose mailing it is, and what kind. */
export interface Addressed {
	campaignId: number;
	kind: MailingKind;
	audience: Audience;
}

/** The subscriptions `s` of a campaign that an audience takes in and that want the kind, whether or not they can get it now. */
export function takenIn({ campaignId, kind, audience: { locales, countries, kinds } }: Addressed) {
	const among = (column: string, wanted: readonly string[] | undefined) =>
		wanted ? sql<SqlBool>`${sql.ref(column)} = any (${[...wanted]}::text[])` : sql<SqlBool>`true`;
	return sql<SqlBool>`s.campaign_id = ${campaignId}::int and coalesce(${wantedAs[kind]}::text = any (s.kinds), true)
		and ${among("s.locale", locales)} and ${among("s.country", countries)} and ${among("s.kind", kinds)}`;
}

/** Those whose mail met a suppression lately; `s` is the subscription. */
export const suppressedNow = sql<SqlBool>`(s.suppressed_until is not null and s.suppressed_until >= current_date)`;

/**
 * The subscriptions of a campaign that have had, or are about to get, as many updates in thirty days as anybody gets
 * (MAIL_MAX_UPDATES); what may have arrived counts. `subject_id` each; none for a kind that is no update.
 */
export function fedUp({ campaignId, kind }: Addressed, maxUpdates: number) {
	if (kind !== "update") return sql`select null::uuid as subject_id where false`;
	// A day more than thirty, as mails have days and mailings moments.
	const lately = sql`
		select id from email_messages where campaign_id = ${campaignId}::int and lane = 'bulk' and kind = 'update'
			and frozen_at is not null and coalesce(finished_at > now() - make_interval(days => ${CAP_DAYS + 1}::int), true)`;
	return sql`
		select d.subject_id from email_deliveries d
		where d.message_id = any (array(${lately}))
			-- Mostly there were not so many at all: then no row is read.
			and (select count(*) from (${lately}) l) >= ${maxUpdates}::int
			and (d.done_on is null or (d.state = 'sent' and d.done_on > current_date - ${CAP_DAYS}::int))
		group by 1 having count(*) >= ${maxUpdates}::int`;
}
