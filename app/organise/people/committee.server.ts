import { sql } from "kysely";
import { isId } from "#app/web/is-id.ts";
import type { Db } from "#db/client.ts";
import type { Action } from "../approvals/action.ts";
import { hasTwoApart } from "../approvals/apart.server.ts";
import { did, named } from "./administrators.server.ts";

/**
 * Gives somebody of the campaign a seat in the committee. It decides where a fund's money goes, so that one alone makes
 * no member, however few there are, nor with somebody whom they brought in: Postgres refuses both.
 */
export const seatInCommittee: Action = {
	of: "campaign",
	ask: ["administrator"],
	agree: ["administrator", "committee"],
	hours: 0,
	tells: "everyone",
	apart: true,
	words: named,
	async facts(db, subject, campaignId) {
		if (campaignId === null || !isId(subject)) return null;
		const { rows } = await sql<{ sits: boolean }>`
			select bool_or(role = 'committee') as sits from campaign_roles
			where organiser_id = ${subject} and campaign_id = ${campaignId} having count(*) > 0`.execute(db);
		return rows[0] && !rows[0].sits ? {} : null;
	},
	async perform(trx, { campaignId, subject, askedBy }) {
		const { numAffectedRows = 0n } = await sql`
			insert into campaign_roles (organiser_id, campaign_id, role, granted_by)
			select distinct organiser_id, campaign_id, 'committee', ${askedBy}::uuid from campaign_roles
			where organiser_id = ${subject} and campaign_id = ${campaignId} on conflict do nothing`.execute(trx);
		if (numAffectedRows === 0n) return { state: "failed", reason: "gone" };
		return did(trx, { act: "role.granted", campaignId, subject, figures: { role: "committee" } });
	},
};

/** Whether a campaign with a fund can make a member of its committee by the operator alone: all came in by one person. */
export async function needsOperator(db: Db, campaignId: number): Promise<boolean> {
	const fund = await db
		.selectFrom("funds")
		.where("campaign_id", "=", campaignId)
		.select("campaign_id")
		.executeTakeFirst();
	return fund !== undefined && !(await hasTwoApart(db, campaignId, seatInCommittee));
}
