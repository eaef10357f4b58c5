import type { Db } from "#db/client.ts";
import type { StatementLine } from "./statement.ts";

/** A gift that came by transfer. @param donationId null where nobody can say whose it is */
export async function newGift(
	trx: Db,
	campaignId: number,
	donationId: string | null,
	{ bookedOn, currency, amount }: Pick<StatementLine, "bookedOn" | "currency" | "amount">,
): Promise<string> {
	const { id } = await trx
		.insertInto("gifts")
		.values({ campaign_id: campaignId, donation_id: donationId, way: "transfer", currency, amount, given_on: bookedOn })
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}
