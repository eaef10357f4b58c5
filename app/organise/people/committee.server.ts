import { sql } from "kysely";
import { isId } from "#app/web/is-id.ts";
import type { Action } from "../approvals/action.ts";
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
	async perform(trx, { campaignId, subject, askedBy, agreedBy }) {
		// A role that was given or taken since they agreed can have changed by whom they came.
		const { rows } = await sql<{ apart: boolean }>`
			select are_apart(${campaignId}, ${askedBy}, ${agreedBy}) as apart`.execute(trx);
		if (!rows[0]?.apart) return { state: "failed", reason: "one-hand" };
		const { numAffectedRows = 0n } = await sql`
			insert into campaign_roles (organiser_id, campaign_id, role, granted_by)
			select distinct organiser_id, campaign_id, 'committee', ${askedBy}::uuid from campaign_roles
			where organiser_id = ${subject} and campaign_id = ${campaignId} on conflict do nothing`.execute(trx);
		if (numAffectedRows === 0n) return { state: "failed", reason: "gone" };
		return did(trx, { act: "role.granted", campaignId, subject, figures: { role: "committee" } });
	},
};
