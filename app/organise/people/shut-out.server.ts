import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { recordAct } from "../audit/record.server.ts";

/**
 * Shuts an active organiser out of everything at once: sessions, links and previews end with it, and what they scheduled
 * is off.
 * @param by the organiser's id; null for the operator's tool and the worker
 * @returns false where nobody active has that id
 */
export async function shutOut(trx: Db, organiserId: string, by: string | null): Promise<boolean> {
	const { numAffectedRows = 0n } = await sql`
		update organisers set state = 'disabled' where id = ${organiserId} and state = 'active'`.execute(trx);
	if (numAffectedRows === 0n) return false;
	await sql`
		with sessions as (delete from organiser_sessions where organiser_id = ${organiserId}),
		links as (delete from organiser_links where organiser_id = ${organiserId})
		delete from previews where made_by = ${organiserId}`.execute(trx);
	await cancelSchedulesOf(trx, organiserId, null, by);
	return true;
}

/** Ends what somebody had begun by a role that they have no longer: what they scheduled, and with the last role previews. */
export async function endWithRole(
	trx: Db,
	{ campaignId, organiserId }: { campaignId: number; organiserId: string },
	by: string | null,
): Promise<void> {
	const { rows } = await sql<{ role: string }>`
		select role from campaign_roles where campaign_id = ${campaignId} and organiser_id = ${organiserId}`.execute(trx);
	if (rows.length === 0)
		await trx.deleteFrom("previews").where("made_by", "=", organiserId).where("campaign_id", "=", campaignId).execute();
	if (!rows.some(({ role }) => role === "writer")) await cancelSchedulesOf(trx, organiserId, campaignId, by);
}

/** @param campaignId null for all */
async function cancelSchedulesOf(trx: Db, organiserId: string, campaignId: number | null, by: string | null) {
	const { rows } = await sql<{ campaignId: number; about: string }>`
		delete from text_schedules s using texts t
		where t.id = s.text_id and s.asked_by = ${organiserId} and t.campaign_id = coalesce(${campaignId}::int, t.campaign_id)
		returning t.campaign_id as "campaignId", s.locale || '/' || t.path as about`.execute(trx);
	for (const off of rows) await recordAct(trx, { actor: by, act: "text.schedule-cancelled", ...off });
}
