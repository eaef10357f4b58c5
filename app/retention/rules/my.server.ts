import { sql } from "kysely";
import type { Rule } from "./rule.server.ts";

/** Links to what is held under an address. */
export const myRules = [
	{ name: "my-links", days: 1, ending: { table: "my_links", due: sql`expires_at < now()` } },
	{
		name: "my-links-unsent",
		days: 0,
		ending: {
			table: "email_deliveries",
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages where kind in ('my-link', 'donation-link', 'contact-link', 'contact-moved'))
				and not exists (select from my_links where id = subject_id and expires_at >= now())`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
] as const satisfies readonly Rule[];
