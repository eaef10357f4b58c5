import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type Recorded, recordAct } from "./record.server.ts";

/** What the operator's tool did. */
export interface Operated extends Pick<Recorded, "act" | "about" | "figures"> {
	/** Whose it is, by whatever the operator has named; absent for what concerns the installation. */
	of?: { campaign: string } | { petition: string } | { invalidation: number } | { mailing: number };
}

/**
 * Does something for the operator and records it, in one transaction.
 * @param work asks the database only
 * @param told what is recorded of its outcome; null where nothing was done
 */
export function operate<Result>(
	db: Db,
	work: (trx: Db) => Promise<Result>,
	told: (result: Result) => Operated | null,
): Promise<Result> {
	return inTransaction(db, async (trx) => {
		const result = await work(trx);
		const done = told(result);
		if (done) await recordOperated(trx, done);
		return result;
	});
}

/** Records what the operator's tool has done; of a campaign, petition or invalidation that there is not, nothing. */
export async function recordOperated(db: Db, { of, ...done }: Operated): Promise<void> {
	const campaignId = of && (await campaignOf(db, of));
	if (of && campaignId === undefined) return;
	await recordAct(db, { actor: null, ...done, campaignId });
}

async function campaignOf(db: Db, of: NonNullable<Operated["of"]>): Promise<number | undefined> {
	const { rows } = await ("campaign" in of
		? sql<{ id: number }>`select id from campaigns where slug = ${of.campaign}`
		: "petition" in of
			? sql<{ id: number }>`select campaign_id as id from petitions where slug = ${of.petition}`
			: "mailing" in of
				? sql<{ id: number }>`select campaign_id as id from email_messages where id = ${of.mailing}`
				: sql<{ id: number }>`
				select p.campaign_id as id from invalidations i join petitions p on p.id = i.petition_id
				where i.id = ${of.invalidation}`
	).execute(db);
	return rows[0]?.id;
}
