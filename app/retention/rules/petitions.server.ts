import { sql } from "kysely";
import { namesDays, petitionsOver } from "./petition-over.server.ts";
import type { Rule } from "./rule.server.ts";

const days = { keys: 30 };

/** What belongs to a petition, and to nobody in particular. */
export const petitionRules = [
	{
		name: "hand-in-lists",
		days: 0,
		// Beside a list that was handed in they would give anonymised signatures their names back.
		ending: {
			table: "handin_rows",
			due: sql`handin_id in (select id from handins where petition_id in (
				select id from petitions where anonymised_at is not null))`,
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
	{
		name: "digest-mailboxes",
		days: namesDays,
		ending: {
			table: "digest_mailboxes",
			due: sql`petition_id in (
				select id from petitions where anonymised_at + make_interval(days => ${namesDays}::int) < now())`,
		},
	},
] as const satisfies readonly Rule[];
