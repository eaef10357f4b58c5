import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** Every stored day and moment that something is kept from. */
const stored = {
	submissions: ["created_on"],
	signatures: ["confirmed_on"],
	subscriptions: ["confirmed_on", "keep_until", "asked_on"],
	campaign_stays: ["asked_on", "ends_on"],
	signature_consents: ["given_on"],
	subscription_consents: ["given_on"],
	erasures: ["erased_on"],
	email_deliveries: ["done_on"],
	email_messages: ["finished_at"],
	email_caps: ["day"],
	email_failures: ["day"],
	email_reports: ["taken_on"],
	email_suppressions: ["expires_on", "created_on"],
	blocks: ["expires_on", "created_on"],
	domain_days: ["day"],
	domain_verdicts: ["since"],
	organisers: ["created_on"],
	organiser_links: ["not_before", "expires_at", "used_at"],
	my_links: ["expires_at"],
	previews: ["made_on", "expires_at"],
	organiser_sessions: ["started_at", "seen_at", "ends_at"],
	sign_in_attempts: ["last_at"],
	petitions: ["opened_at", "closes_at", "closed_at", "handed_in_at", "anonymised_at"],
} as const;

/**
 * Lets days pass for everything that is stored, all tables at once.
 * @param owner may change what is append-only
 */
export async function age(owner: Db, days: number): Promise<void> {
	const shift = Object.entries(stored).map(([table, columns]) => {
		const earlier = columns.map(
			(column) => sql`${sql.ref(column)} = ${sql.ref(column)} - make_interval(days => ${days}::int)`,
		);
		return sql`update ${sql.table(table)} set ${sql.join(earlier)}`;
	});
	await owner.transaction().execute(async (transaction) => {
		for (const statement of shift) await statement.execute(transaction);
	});
}
