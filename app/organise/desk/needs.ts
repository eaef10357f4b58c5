import { type RawBuilder, sql } from "kysely";
import type { MessageKey } from "#app/i18n/translate.ts";
import type { Role } from "../access.ts";

/** What somebody has to look at. */
export interface Need {
	/** The words, with `n`. */
	label: MessageKey;
	/** Whom it is for. */
	roles: readonly Role[];
	/** Where it is looked at, in a campaign. */
	href(home: string): string;
	/**
	 * Of which campaigns, and how much: `campaign_id` and `n`, by an index, a row for each campaign that has any.
	 * @param campaigns ids
	 */
	found(campaigns: readonly number[]): RawBuilder<unknown>;
}

/** Mails of two days from which on a share is worth a look, and the percentage that is. */
const enoughMails = 20;
const rejectedPercent = 5;

const waiting = (campaigns: readonly number[], which: RawBuilder<unknown>) => sql`
	select campaign_id, count(*) as n from review_items
	where campaign_id = any (${campaigns}::int[]) and state <> 'decided' and ${which} group by 1`;
/** Adopted motions that nobody has checked yet: promised within 48 hours. */
const toCheck = (campaigns: readonly number[], which: RawBuilder<unknown>) => sql`
	select p.campaign_id, count(*) as n from endorsements e join petitions p on p.id = e.petition_id
	where p.campaign_id = any (${campaigns}::int[]) and e.state = 'adopted' and e.merged_into is null and ${which} group by 1`;
const readers: readonly Role[] = ["moderator", "administrator"];

/** Everything that can need somebody, the most urgent first. What comes later is a row more. */
export const needs: readonly Need[] = [
	{
		label: "organise.need.first",
		roles: readers,
		href: (home) => `${home}/queue`,
		found: (campaigns) => waiting(campaigns, sql`first`),
	},
	{
		label: "organise.need.endorsements-late",
		roles: readers,
		href: (home) => `${home}/endorsements`,
		found: (campaigns) => toCheck(campaigns, sql`e.to_check_since <= now() - interval '48 hours'`),
	},
	{
		label: "organise.need.endorsements",
		roles: readers,
		href: (home) => `${home}/endorsements`,
		found: (campaigns) => toCheck(campaigns, sql`e.to_check_since > now() - interval '48 hours'`),
	},
	{
		label: "organise.need.queue",
		roles: readers,
		href: (home) => `${home}/queue`,
		found: (campaigns) => waiting(campaigns, sql`not first and kind not in ('held-domain', 'endorsement')`),
	},
	{
		label: "organise.need.names",
		roles: readers,
		href: (home) => `${home}/names`,
		// As many as make no difference to who reads them fifty at a time.
		found: (campaigns) => sql`
			select p.campaign_id, sum(w.n)::bigint as n from petitions p cross join lateral (
				select count(*) as n from (
					select from signatures s where s.petition_id = p.id and s.visibility = 'public' and not s.listed
						and s.state = 'confirmed' and s.sealed is not null and s.hidden_on is null and s.name_read = 'unread'
					limit 1000) waiting) w
			where p.campaign_id = any (${campaigns}::int[]) group by 1 having sum(w.n) > 0`,
	},
	{
		label: "organise.need.held-domain",
		roles: readers,
		href: (home) => `${home}/queue`,
		found: (campaigns) => waiting(campaigns, sql`kind = 'held-domain'`),
	},
	{
		label: "organise.need.rejected",
		roles: ["administrator"],
		href: (home) => `${home}#mail`,
		// In per cent. What the whole site sends is every campaign's.
		found: (campaigns) => sql`
			select c.id as campaign_id, round(100.0 * sum(d.n) filter (where d.state <> 'sent') / sum(d.n))::bigint as n
			from campaigns c join email_messages m on m.campaign_id = c.id or m.campaign_id is null
			join email_days d on d.message_id = m.id and d.day >= current_date - 1 and d.state in ('sent', 'rejected', 'unknown')
			where c.id = any (${campaigns}::int[]) group by 1
			having sum(d.n) >= ${enoughMails} and 100 * coalesce(sum(d.n) filter (where d.state <> 'sent'), 0) > ${rejectedPercent} * sum(d.n)`,
	},
	{
		label: "organise.need.stay-hangs",
		roles: ["administrator"],
		href: (home) => `${home}/mailings`,
		// In days. Meanwhile nobody is deleted who should have been asked.
		found: (campaigns) => sql`
			select a.campaign_id, max(current_date - a.asked_on)::bigint as n
			from campaign_stays a join email_messages m on m.id = a.message_id
			where a.campaign_id = any (${campaigns}::int[]) and a.asked_on < current_date - 7
				and m.status not in ('finished', 'cancelled') group by 1`,
	},
	{
		label: "organise.need.unpublished",
		roles: ["administrator", "writer", "translator"],
		href: (home) => `${home}/texts`,
		found: (campaigns) => sql`
			select t.campaign_id, count(*) as n from text_schedules s join texts t on t.id = s.text_id
			where t.campaign_id = any (${campaigns}::int[]) and s.problem is not null group by 1`,
	},
	{
		label: "organise.need.unpublished-campaign",
		roles: ["administrator"],
		href: (home) => `${home}/opening`,
		found: (campaigns) => sql`
			select id as campaign_id, 1::bigint as n from campaigns where id = any (${campaigns}::int[]) and opened_at is null`,
	},
	{
		label: "organise.need.not-open",
		roles: ["administrator"],
		href: (home) => `${home}/opening`,
		found: (campaigns) => sql`
			select id as campaign_id, n from (
				select c.id, (c.pickets_opened_at is null)::int
					+ (not exists (select from funds f where f.campaign_id = c.id and f.opened_at is not null))::int
					+ (select count(*) from petitions p where p.campaign_id = c.id and p.opened_at is null) as n
				from campaigns c where c.id = any (${campaigns}::int[]) and c.opened_at is not null and c.closed_at is null
			) closed where n > 0`,
	},
];

/** What is found by other ways than a count, with the words and the roles that it is for. */
export const stale = {
	label: "organise.need.stale",
	roles: ["translator", "writer", "administrator"],
	href: (home: string) => `${home}/texts`,
} as const satisfies Omit<Need, "found">;
