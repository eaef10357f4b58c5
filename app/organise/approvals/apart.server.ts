import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Action } from "./action.ts";

/** Whether two organisers came into a campaign by different hands: `are_apart` of migration 0032 says how it knows. */
export async function areApart(db: Db, campaignId: number | null, one: string, other: string): Promise<boolean> {
	const { rows } = await sql<{ apart: boolean }>`
		select are_apart(${campaignId}, ${one}, ${other}) as apart`.execute(db);
	return rows[0]?.apart ?? false;
}

/** Whether a campaign has two who can sign in of whom one may ask for something, the other agree, and who are apart. */
export async function hasTwoApart(
	db: Db,
	campaignId: number,
	{ ask, agree }: Pick<Action, "ask" | "agree">,
): Promise<boolean> {
	const { rows } = await sql<{ two: boolean }>`
		with active as (
			select r.organiser_id as id, r.role from campaign_roles r join organisers o on o.id = r.organiser_id
			where r.campaign_id = ${campaignId} and o.state = 'active')
		select exists (
			select from active one join active other on other.id <> one.id
			where one.role = any (${ask}) and other.role = any (${agree})
				and are_apart(${campaignId}, one.id, other.id)) as two`.execute(db);
	return rows[0]?.two ?? false;
}
