import { createCampaign } from "#app/campaigns/create.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import type { TypedCampaign } from "./parse-new.ts";

/**
 * Makes a campaign whose administrator and writer is the organiser who asked: a committee of one can begin it.
 * @returns whether it was made; a campaign or a petition may have that name
 */
export async function beginCampaign(
	db: Db,
	keys: KeyRing,
	organiser: string,
	campaign: TypedCampaign,
): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const id = await createCampaign(trx, keys, campaign);
		if (id === null) return false;
		await trx
			.insertInto("campaign_roles")
			.values(
				(["administrator", "writer"] as const).map((role) => ({
					organiser_id: organiser,
					campaign_id: id,
					role,
					granted_by: organiser,
				})),
			)
			.execute();
		await recordAct(trx, { actor: organiser, act: "campaign.created", campaignId: id, about: campaign.slug });
		return true;
	});
}
