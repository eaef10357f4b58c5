import type { App } from "#app/context.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import type { At } from "./quarantine.server.ts";

/** Whether who has not confirmed is reminded; undefined when the campaign has no such petition. */
export async function remindersOf(db: Db, { campaign, petition }: At): Promise<boolean | undefined> {
	const found = await db
		.selectFrom("petitions")
		.where("campaign_id", "=", campaign.id)
		.where("slug", "=", petition)
		.select("remind")
		.executeTakeFirst();
	return found?.remind;
}

/** Switches reminders to confirm on or off; false when the campaign has no such petition. */
export async function switchReminders(app: App, { campaign, petition }: At, by: string, on: boolean): Promise<boolean> {
	return inTransaction(app.db, async (trx) => {
		const switched = await trx
			.updateTable("petitions")
			.set({ remind: on })
			.where("campaign_id", "=", campaign.id)
			.where("slug", "=", petition)
			.returning("id")
			.executeTakeFirst();
		if (!switched) return false;
		await recordAct(trx, {
			actor: by,
			act: "petition.reminders-changed",
			campaignId: campaign.id,
			about: petition,
			figures: { on: Number(on) },
		});
		return true;
	});
}
