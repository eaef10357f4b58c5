import { sql } from "kysely";
import { stayDays } from "#app/mailings/milestones/stay-days.server.ts";
import type { Rule } from "./rule.server.ts";

const days = {
	caps: 7,
	deliveries: 90,
	failures: 30,
	reports: 90,
	// After the campaign's end: asked, then not heard of.
	subscriptions: stayDays.untilAsked + stayDays.silence,
};

/** Mails, what came back of them, and who subscribed. */
export const mailRules = [
	{
		name: "caps",
		days: days.caps,
		ending: { table: "email_caps", due: sql`day + ${days.caps}::int < current_date` },
	},
	{
		name: "deliveries",
		days: days.deliveries,
		ending: { table: "email_deliveries", due: sql`done_on + ${days.deliveries}::int < current_date`, by: sql`id` },
	},
	{
		name: "deliveries-unknown",
		days: days.deliveries,
		ending: {
			table: "email_deliveries",
			due: sql`lane = 'bulk' and state = 'unknown' and message_id in (
				select id from email_messages where lane = 'bulk'
					and finished_at + make_interval(days => ${days.deliveries}::int) < now())`,
		},
	},
	{
		name: "failures",
		days: days.failures,
		ending: { table: "email_failures", due: sql`day + ${days.failures}::int < current_date` },
	},
	{
		name: "reports",
		days: days.reports,
		ending: { table: "email_reports", due: sql`taken_on + ${days.reports}::int < current_date` },
	},
	{
		name: "suppressions",
		days: 0,
		ending: { table: "email_suppressions", due: sql`expires_on < current_date` },
	},
	{
		name: "subscriptions",
		days: days.subscriptions,
		ending: {
			table: "subscriptions",
			due: sql`asked_on is not null and keep_until < current_date`,
			erasedAs: "subscription",
		},
	},
] as const satisfies readonly Rule[];
