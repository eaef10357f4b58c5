import { sql } from "kysely";
import type { Rule } from "./rule.server.ts";

const days = { links: 7, attempts: 7, invitations: 30 };

/** Organisers' ways in. */
export const deskRules = [
	{
		name: "links",
		days: days.links,
		ending: {
			table: "organiser_links",
			due: sql`coalesce(used_at, expires_at) + make_interval(days => ${days.links}::int) < now()`,
		},
	},
	{ name: "previews", days: 0, ending: { table: "previews", due: sql`expires_at < now()` } },
	{ name: "sessions", days: 0, ending: { table: "organiser_sessions", due: sql`ends_at < now()` } },
	{
		name: "attempts",
		days: days.attempts,
		ending: {
			table: "sign_in_attempts",
			due: sql`last_at + make_interval(days => ${days.attempts}::int) < now()`,
		},
	},
	{
		name: "invitations",
		days: days.invitations,
		ending: {
			table: "organisers",
			due: sql`state = 'invited' and created_on + ${days.invitations}::int < current_date
				and not exists (select from organiser_links where organiser_id = id and expires_at > now())`,
		},
	},
] as const satisfies readonly Rule[];
