import { type SqlBool, sql } from "kysely";
import { pendingDays } from "#app/pickets/joining/attending.server.ts";
import type { MailKind } from "#emails/outbox.ts";
import type { Rule } from "./rule.server.ts";

const days = { rsvps: 14 };

// Over or called off, whichever came first.
const ofPicketsOver = sql<SqlBool>`picket_id in (
	select id from pickets where least(ends_at, cancelled_at) + make_interval(days => ${days.rsvps}::int) < now())`;
// What nobody has confirmed, and what somebody had; the columns of `picket_rsvps`.
const rsvpDropped = sql<SqlBool>`(state = 'pending' and (created_on + ${pendingDays}::int < current_date or ${ofPicketsOver}))`;
const rsvpOver = sql<SqlBool>`(state <> 'pending' and ${ofPicketsOver})`;
const picketMails: readonly MailKind[] = [
	"confirm-rsvp",
	"picket-changed",
	"picket-cancelled",
	"picket-reminder",
	"picket-message",
	"picket-let-in",
	"picket-not-let-in",
];

/** Who joins a picket, and what they were told. */
export const joiningRules = [
	{ name: "rsvps-pending", days: pendingDays, ending: { table: "picket_rsvps", due: rsvpDropped } },
	{ name: "rsvps", days: days.rsvps, ending: { table: "picket_rsvps", due: rsvpOver } },
	{
		name: "rsvps-told",
		days: days.rsvps,
		// A worker that was away for long leaves reminders of what is over.
		ending: {
			first: sql`delete from picket_reminders where ${ofPicketsOver}`,
			table: "picket_facts",
			due: ofPicketsOver,
		},
	},
	{ name: "rsvps-messages", days: days.rsvps, ending: { table: "picket_messages", due: ofPicketsOver } },
	{
		name: "rsvps-unsent",
		days: 0,
		ending: {
			table: "email_deliveries",
			// The last mail to who was not let in is about nobody any more: only one that hangs in doubt ends here.
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages
					where kind = any (${[...picketMails]}::text[]) and (kind <> 'picket-not-let-in' or state = 'unknown'))
				and not exists (select from picket_rsvps r where r.id = subject_id and not (${rsvpDropped} or ${rsvpOver}))
				and not exists (select from picket_mails m join picket_rsvps r on r.id = m.rsvp_id
					where m.id = subject_id and not (${rsvpDropped} or ${rsvpOver}))`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
] as const satisfies readonly Rule[];
