import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { liveCount } from "../petition.server.ts";
import { promiseDigest } from "./digest-mail.server.ts";
import { reachedGoal } from "./reached-goal.ts";

interface Row {
	id: number;
	petition: string;
	campaignId: number;
	goal: number;
	count: number;
	days: string[];
	mailboxes: { id: string; locale: Locale; sealed: string; had: string[] }[];
}

/**
 * Promises every mailbox the digests that are due: the highest goal reached since they began, and each day that has come;
 * each once. None once the petition is handed in. Any number of workers may do so at once.
 * @param origin where the site is
 */
export async function sendDigests(db: Db, keys: KeyRing, origin: string): Promise<void> {
	const { rows } = await sql<Row>`
		select p.id, p.slug as petition, p.campaign_id as "campaignId", g.goal, ${liveCount} as count,
			array(select to_char(y.day, 'YYYY-MM-DD') from digest_days y
				where y.petition_id = p.id and y.day between g.started_on and current_date) as days,
			coalesce((select json_agg(json_build_object('id', m.id, 'locale', m.locale, 'sealed', encode(m.sealed, 'base64'),
				'had', array(select milestone from digests where mailbox_id = m.id)))
				from digest_mailboxes m where m.petition_id = p.id), '[]') as mailboxes
		from petition_digests g join petitions p on p.id = g.petition_id join petition_counts n on n.petition_id = p.id
		where p.opened_at is not null and p.handed_in_at is null and p.anonymised_at is null`.execute(db);
	for (const { petition, campaignId, goal, count, days, mailboxes } of rows) {
		const reached = reachedGoal(count);
		const milestones = [...(reached > goal ? [`goal-${reached}`] : []), ...days.map((day) => `day-${day}`)];
		for (const { id, locale, sealed, had } of mailboxes)
			for (const milestone of milestones.filter((one) => !had.includes(one)))
				await inTransaction(db, (trx) =>
					promiseDigest(
						trx,
						keys,
						{ id, locale, sealed: Buffer.from(sealed, "base64"), petition, campaignId },
						{ milestone, again: 0, origin },
					),
				);
	}
}
