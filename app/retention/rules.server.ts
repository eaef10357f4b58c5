import { type RawBuilder, type SqlBool, sql } from "kysely";
import { submissionDays } from "#app/petitions/token.server.ts";
import type { DB } from "#db/schema.ts";

/**
 * What is held, how long, and what happens then. `retention.{name}.what`, `.after` and `.why` of the
 * language files say it in words, with `days` filled in.
 */
export interface RetentionRule {
	name: RuleName;
	/** Days; 0 where another day decides, as `.after` says. */
	days: number;
	/** Absent for what is kept, and for what ends as a part of other work. */
	ending?: Ending;
}

/** The rows that a rule ends, and how: one set-based statement that can be run in batches. */
export interface Ending {
	table: keyof DB;
	due: RawBuilder<SqlBool>;
	/** The order of batches, where an index has it so. */
	by?: RawBuilder<unknown>;
	/** What due rows are set to; they are deleted where it is absent. */
	emptied?: RawBuilder<unknown>;
	/** Runs before the first batch. */
	first?: RawBuilder<unknown>;
}

type RuleName =
	| "submissions"
	| "unsent"
	| "caps"
	| "deliveries"
	| "suppressions"
	| "blocks"
	| "names"
	| "workplaces"
	| "verdicts"
	| "keys"
	| "domains"
	| "consents"
	| "subscriptions"
	| "erasures";

const days = { submissions: submissionDays, caps: 7, deliveries: 90, names: 30, workplaces: 7, keys: 30 };

const submissionOver = sql<SqlBool>`created_on + ${days.submissions}::int < current_date`;

// Closed by hand or by its time, whichever came first.
const petitionOver = sql<SqlBool>`handed_in_at <= now()
	or least(closed_at, closes_at) + make_interval(days => ${days.names}::int) < now()`;
const petitionsOver = sql`select id from petitions where anonymised_at is not null or ${petitionOver}`;

/** Every rule, in the order in which they run. Days and moments are the database's, in UTC. */
export const rules: readonly RetentionRule[] = [
	{
		name: "submissions",
		days: days.submissions,
		ending: { table: "submissions", due: submissionOver, by: sql`created_on` },
	},
	{
		name: "unsent",
		days: 0,
		ending: {
			table: "email_deliveries",
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages where kind = 'confirm-signature')
				and not exists (select from submissions where id = subject_id and not (${submissionOver}))`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
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
		name: "suppressions",
		days: 0,
		ending: { table: "email_suppressions", due: sql`expires_on < current_date` },
	},
	{
		name: "blocks",
		days: 0,
		ending: { table: "blocks", due: sql`expires_on < current_date` },
	},
	{
		name: "workplaces",
		days: days.workplaces,
		ending: {
			table: "signatures",
			due: sql`domain_fingerprint is not null and state = 'confirmed' and confirmed_on + ${days.workplaces}::int < current_date`,
			emptied: sql`domain_fingerprint = null`,
		},
	},
	{
		name: "names",
		days: days.names,
		ending: {
			// From here on nobody withdraws, and what a straggler still adds goes with the next run.
			first: sql`update petitions set anonymised_at = now() where anonymised_at is null and (${petitionOver})`,
			table: "signatures",
			due: sql`fingerprint is not null
				and petition_id in (${petitionsOver})`,
			emptied: sql`fingerprint = null, domain_fingerprint = null, withdraw_hash = null, sealed = null`,
		},
	},
	{
		name: "verdicts",
		days: 0,
		ending: {
			table: "domain_verdicts",
			due: sql`petition_id in (${petitionsOver})`,
		},
	},
	{
		name: "keys",
		days: days.keys,
		ending: {
			table: "petitions",
			due: sql`key_sealed is not null and anonymised_at + make_interval(days => ${days.keys}::int) < now()`,
			emptied: sql`key_sealed = null`,
		},
	},
	// `holdDomains` ends them.
	{ name: "domains", days: 1 },
	{ name: "consents", days: 0 },
	{ name: "subscriptions", days: 0 },
	{ name: "erasures", days: 0 },
];
