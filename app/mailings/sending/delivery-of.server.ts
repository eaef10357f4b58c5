import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";

/** What became of a mailing's mail to one address. */
export interface DeliveryFound {
	state: string;
	/** `YYYY-MM-DD`, in UTC, when that is final. */
	doneOn: string | null;
	attempts: number;
	/** Of the relay's last answer (RFC 5321, RFC 3463), and its own name for the mail. */
	replyCode: number | null;
	enhancedCode: string | null;
	queueId: string | null;
}

/**
 * Finds a mailing's mail to an address, typed as it was or otherwise: addresses are sealed, so only an exact one is found.
 * @returns `not-subscribed` for whom nothing is held, by the campaign's own key; `not-in-it` for who subscribed and was
 * not in the audience
 */
export async function deliveryOf(
	db: Db,
	keys: KeyRing,
	messageId: number,
	address: string,
): Promise<DeliveryFound | "not-subscribed" | "not-in-it"> {
	const campaign = await db
		.selectFrom("email_messages as m")
		.innerJoin("campaigns as c", "c.id", "m.campaign_id")
		.where("m.id", "=", messageId)
		.where("m.lane", "=", "bulk")
		.select(["c.id", "c.slug", "c.key_sealed"])
		.executeTakeFirst();
	if (!campaign) return "not-in-it";
	const key = openFingerprintKey(keys, `campaigns/${campaign.slug}`, campaign.key_sealed);
	const subscription = await db
		.selectFrom("subscriptions")
		.where("campaign_id", "=", campaign.id)
		.where("fingerprint", "=", fingerprint(key, address))
		.select("id")
		.executeTakeFirst();
	if (!subscription) return "not-subscribed";
	const delivery = await db
		.selectFrom("email_deliveries")
		.where("subject_id", "=", subscription.id)
		.where("message_id", "=", messageId)
		.select([
			"state",
			"done_on as doneOn",
			"attempts",
			"reply_code as replyCode",
			"enhanced_code as enhancedCode",
			"queue_id as queueId",
		])
		.executeTakeFirst();
	return delivery ?? "not-in-it";
}
