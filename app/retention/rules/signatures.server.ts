import { type SqlBool, sql } from "kysely";
import { submissionDays } from "#app/petitions/token.server.ts";
import { namesDays, petitionOver, petitionsOver } from "./petition-over.server.ts";
import type { Rule } from "./rule.server.ts";

const days = { submissions: submissionDays, workplaces: 7 };

const submissionOver = sql<SqlBool>`created_on + ${days.submissions}::int < current_date`;

/** Signatures, and the forms they came with. */
export const signatureRules = [
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
		days: namesDays,
		ending: {
			// From here on nobody withdraws, and what a straggler still adds goes with the next run.
			first: sql`update petitions set anonymised_at = now() where anonymised_at is null and (${petitionOver})`,
			table: "signatures",
			due: sql`fingerprint is not null
				and petition_id in (${petitionsOver})`,
			emptied: sql`fingerprint = null, domain_fingerprint = null, withdraw_hash = null, sealed = null,
				listed = false, line = 'none'`,
		},
	},
] as const satisfies readonly Rule[];
