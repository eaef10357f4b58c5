import { sql } from "kysely";
import type { Rule } from "./rule.server.ts";

const days = {
	letters: 365,
	answered: 30,
	unanswered: 183,
	"letter-addresses": 30,
	reviews: 365,
};

/** What strangers write and moderators read, and who is kept out. */
export const readingRules = [
	{
		name: "blocks",
		days: 0,
		ending: { table: "blocks", due: sql`expires_on < current_date` },
	},
	{
		name: "letter-addresses",
		days: days["letter-addresses"],
		ending: {
			table: "letters",
			due: sql`address_sealed is not null and created_on + ${days["letter-addresses"]}::int < current_date`,
			emptied: sql`address_sealed = null`,
		},
	},
	{
		name: "letters",
		days: days.letters,
		ending: {
			// The note of a shift goes with what it was about.
			first: sql`update campaign_moderation set note_sealed = null, note_by = null, note_on = null
				where note_on + ${days.letters}::int < current_date`,
			table: "letters",
			due: sql`case when suspect then created_on + ${days.answered}::int
				when kind = 'contact' then least(answered_on + ${days.answered}::int, created_on + ${days.unanswered}::int)
				else created_on + ${days.letters}::int end < current_date`,
		},
	},
	{
		name: "reviews",
		days: days.reviews,
		ending: { table: "review_items", due: sql`decided_on + ${days.reviews}::int < current_date` },
	},
] as const satisfies readonly Rule[];
