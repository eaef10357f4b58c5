import { type SqlBool, sql } from "kysely";
import type { MailKind } from "#emails/outbox.ts";
import type { Rule } from "./rule.server.ts";

const days = { unverified: 7, endorsements: 30 };

// Withdrawn or refused, or put together with another one.
const endorsementOver = sql<SqlBool>`coalesce(ended_on, merged_on) + ${days.endorsements}::int < current_date`;
// The columns of `organisations`: all that it has endorsed is over; and it is still needed by others.
const organisationOver = sql<SqlBool>`(exists (select from endorsements e where e.organisation_id = organisations.id)
	and not exists (select from endorsements e where e.organisation_id = organisations.id and (${endorsementOver}) is not true))`;
const organisationHolds = sql<SqlBool>`(exists (select from organisations below where below.parent_id = organisations.id)
	or exists (select from endorsements m join endorsements e on e.id = m.merged_into where e.organisation_id = organisations.id))`;
const endorsementMails: readonly MailKind[] = [
	"confirm-endorsement",
	"endorsement-how-went",
	"endorsement-shown",
	"endorsement-refused",
];

/** The bodies that endorse a petition, and who speaks for them. They run before `keys`, under which an address can be found. */
export const endorsementRules = [
	{
		name: "endorsements-unverified",
		days: days.unverified,
		ending: {
			// With its claim: each has a body of its own until the desk puts two together.
			table: "organisations",
			due: sql`id in (select organisation_id from endorsements
				where state = 'unverified' and created_on + ${days.unverified}::int < current_date)`,
		},
	},
	{
		name: "endorsements",
		days: days.endorsements,
		ending: {
			// Before the petition's key goes, under which the address can be found.
			table: "endorsements",
			due: sql`num_nonnulls(contact_sealed, words_sealed) > 0
				and (${endorsementOver} or petition_id in (
					select id from petitions where anonymised_at + make_interval(days => ${days.endorsements}::int) < now()))`,
			emptied: sql`contact_sealed = null, words_sealed = null, fingerprint = null, token_hash = null`,
		},
	},
	{
		name: "organisations",
		days: days.endorsements,
		ending: {
			// What others stand below, or were put together with, stays in its place without its name.
			first: sql`update organisations set name = '–', web = null where name <> '–' and ${organisationOver} and ${organisationHolds}`,
			table: "organisations",
			due: sql`${organisationOver} and not ${organisationHolds}`,
		},
	},
	{
		name: "endorsements-unsent",
		days: 0,
		ending: {
			table: "email_deliveries",
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages where kind = any (${[...endorsementMails]}::text[]))
				and not exists (select from endorsements e left join endorsement_mails m on m.endorsement_id = e.id
					where e.contact_sealed is not null and subject_id in (e.id, m.id))`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
] as const satisfies readonly Rule[];
