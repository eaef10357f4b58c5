import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { readEndorsements } from "./endorsement.server.ts";
import { promiseNews } from "./mails.server.ts";

/** Bodies asked in one transaction. */
const BATCH = 50;
/** Days after a meeting for which a worker that was away still asks. */
const LATE_DAYS = 14;

/**
 * The day after a meeting, by the campaign's clocks, asks its body how it went: once for each day that was set, whatever
 * crashes.
 * @returns how many were asked
 */
export async function askHowItWent(db: Db, keys: KeyRing): Promise<number> {
	return inTransaction(db, async (trx) => {
		const due = await readEndorsements(
			trx,
			keys,
			sql`e.state = 'meeting' and e.merged_into is null and e.contact_sealed is not null and p.key_sealed is not null
				and e.meeting_on >= current_date - ${LATE_DAYS}::int and e.meeting_on < (now() at time zone c.zone)::date
				and not exists (select from endorsement_mails m
					where m.endorsement_id = e.id and m.kind = 'how-went' and m.about = e.meeting_on)
				order by e.id limit ${BATCH} for update of e skip locked`,
		);
		for (const endorsement of due) await promiseNews(trx, keys, endorsement, "how-went");
		return due.length;
	});
}

/** Asks all who are due, batch after batch. @param signal ends it after the batch at hand */
export async function askAllHowItWent(db: Db, keys: KeyRing, signal: AbortSignal): Promise<void> {
	while (!signal.aborted && (await askHowItWent(db, keys)) === BATCH);
}
