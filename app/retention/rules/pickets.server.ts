import { sql } from "kysely";
import { hostDays } from "#app/pickets/hosting/host.server.ts";
import type { MailKind } from "#emails/outbox.ts";
import type { Rule } from "./rule.server.ts";

const days = { unverified: 7, hosts: hostDays };

const hostsOver = sql`select id from pickets where ends_at + make_interval(days => ${days.hosts}::int) < now()`;
const hostMails: readonly MailKind[] = ["confirm-picket", "picket-listed", "picket-refused"];

/** Pickets and their hosts. */
export const picketRules = [
	{
		name: "pickets-unverified",
		days: days.unverified,
		ending: {
			table: "pickets",
			due: sql`state = 'unverified' and created_on + ${days.unverified}::int < current_date`,
		},
	},
	{
		name: "hosts-unverified",
		days: days.unverified,
		ending: {
			table: "picket_hosts",
			due: sql`state <> 'active' and created_on + ${days.unverified}::int < current_date`,
		},
	},
	{
		name: "hosts",
		days: days.hosts,
		ending: {
			first: sql`delete from picket_proposals where picket_id in (select id from pickets where ends_at < now())`,
			table: "picket_hosts",
			due: sql`picket_id in (${hostsOver})`,
		},
	},
	{
		name: "hosts-unsent",
		days: 0,
		ending: {
			table: "email_deliveries",
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages where kind = any (${[...hostMails]}::text[]))
				and not exists (select from picket_hosts where id = subject_id)`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
	{
		name: "trusted-hosts",
		days: days.hosts,
		ending: {
			table: "trusted_hosts",
			due: sql`campaign_id in (
				select id from campaigns where closed_at + make_interval(days => ${days.hosts}::int) < now())`,
		},
	},
	{
		name: "picket-changes",
		days: days.hosts,
		ending: { table: "picket_changes", due: sql`picket_id in (${hostsOver})` },
	},
	{
		name: "picket-photos",
		days: days.hosts,
		ending: {
			// Words that are on no page, and will not be, go with the photos that are not.
			first: sql`delete from picket_reports where state <> 'shown' and picket_id in (${hostsOver})`,
			table: "picket_photos",
			due: sql`state <> 'shown' and picket_id in (${hostsOver})`,
		},
	},
	{
		name: "picket-keys",
		days: days.hosts,
		ending: {
			table: "pickets",
			due: sql`num_nonnulls(key_sealed, meeting_point_sealed) > 0 and id in (${hostsOver})`,
			emptied: sql`key_sealed = null, meeting_point_sealed = null`,
		},
	},
] as const satisfies readonly Rule[];
