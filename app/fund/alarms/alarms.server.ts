import type { Db } from "#db/client.ts";
import type { AlarmKind } from "./alarm-kinds.ts";

/**
 * Raises an alarm, unless the same one is open; the treasurers are told by mail within seconds.
 * @param about an id of ours or of Stripe's, or a currency: never a person
 */
export async function raiseAlarm(trx: Db, campaignId: number, kind: AlarmKind, about: string): Promise<void> {
	await trx
		.insertInto("fund_alarms")
		.values({ campaign_id: campaignId, kind, about })
		.onConflict((conflict) =>
			conflict.columns(["campaign_id", "kind", "about"]).where("closed_on", "is", null).doNothing(),
		)
		.execute();
}

/**
 * Closes an alarm: what it was about has been seen to, or is over by itself.
 * @param by the organiser; null for what is over by itself
 */
export async function closeAlarm(
	trx: Db,
	campaignId: number,
	kind: AlarmKind,
	about: string,
	by: string | null,
): Promise<boolean> {
	const { numUpdatedRows } = await trx
		.updateTable("fund_alarms")
		.set(({ fn, cast }) => ({ closed_on: cast(fn("now"), "date"), closed_by: by }))
		.where("campaign_id", "=", campaignId)
		.where("kind", "=", kind)
		.where("about", "=", about)
		.where("closed_on", "is", null)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}
