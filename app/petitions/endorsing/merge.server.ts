import { sql } from "kysely";
import { closing } from "#app/moderation/queue.server.ts";
import type { Db } from "#db/client.ts";

/**
 * Puts two claims of one body together: `id` keeps its link, its page and its history, and is neither shown nor counted from
 * now on; what belonged to its body belongs to the other one's.
 * @param trx a transaction
 * @returns false when there are no two such endorsements of one petition of the campaign
 */
export async function mergeEndorsement(trx: Db, campaignId: number, id: string, into: string): Promise<boolean> {
	const { rows } = await sql<{ id: string; organisation_id: string; petition_id: number }>`
		select e.id, e.organisation_id, e.petition_id from endorsements e join petitions p on p.id = e.petition_id
		where e.id in (${id}, ${into}) and p.campaign_id = ${campaignId} and e.merged_into is null and e.state <> 'unverified'
		-- One order for all who lock two.
		order by e.id for update of e`.execute(trx);
	const [own, other] = [rows.find((row) => row.id === id), rows.find((row) => row.id === into)];
	if (!own || !other || own === other || own.petition_id !== other.petition_id) return false;
	// The other body may stand below this one: it takes this one's place.
	await sql`update organisations set parent_id = (select parent_id from organisations where id = ${own.organisation_id})
		where id = ${other.organisation_id} and parent_id = ${own.organisation_id}`.execute(trx);
	await sql`update organisations set parent_id = ${other.organisation_id}
		where parent_id = ${own.organisation_id} and id <> ${other.organisation_id}`.execute(trx);
	await sql`update organisations set parent_id = null where id = ${own.organisation_id}`.execute(trx);
	await sql`update endorsements set merged_into = ${into}, merged_on = current_date where id = ${id} or merged_into = ${id}`.execute(
		trx,
	);
	await sql`${closing("endorsement", sql`select ${id}::uuid`)}`.execute(trx);
	return true;
}
