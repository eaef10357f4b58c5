import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { raiseAlarm } from "../alarms/alarms.server.ts";
import { isGivingOpen } from "../fund.server.ts";
import { promiseTransfer } from "../receipts/promise.server.ts";
import { countBegun } from "./begun.server.ts";
import { type CardStarts, ONION } from "./card-starts.server.ts";
import { type RecordedDonation, recordDonation } from "./donations.server.ts";
import type { Gift } from "./give-fields.ts";
import { mayStart } from "./may-start.ts";

/** A gift that was posted in order, and who posted it, for limits alone. */
export interface Posted {
	slug: string;
	locale: Locale;
	gift: Gift;
	/** A trap was filled in, or the network is blocked: it gives by transfer, without a mail. */
	suspect: boolean;
	network: string | null;
	/** Scheme and host for the links of its mail. */
	origin: string;
	/** Unpaid pages that a fund may have at once though nobody has paid yet. */
	atOnce: number;
}

export type Given =
	/** By card, to be paid at Stripe's. */
	| { state: "to-pay"; donation: RecordedDonation; campaignId: number; startedAt: Date }
	/** By transfer: account and reference stand on the donation's own page. */
	| { state: "to-transfer"; donation: RecordedDonation }
	/** Cards wait a while: nothing was written down. */
	| { state: "paused" }
	| { state: "unknown" }
	| { state: "closed" };

/**
 * Writes down what somebody set out to give, in one transaction with what counts it. By card a page for paying may then
 * be asked of Stripe; for a transfer the details are promised by mail where an address was given.
 */
export async function give(db: Db, keys: KeyRing, starts: CardStarts, posted: Posted): Promise<Given> {
	const { slug, gift, suspect, network } = posted;
	const byCard = gift.way === "card" && !suspect;
	const given = await inTransaction(db, async (trx): Promise<Given> => {
		const fund = await trx
			.selectFrom("funds as f")
			.innerJoin("campaigns as c", "c.id", "f.campaign_id")
			.where("c.slug", "=", slug)
			.where("c.opened_at", "is not", null)
			.select(["f.campaign_id as id"])
			.select(isGivingOpen.as("open"))
			// Those who begin a payment take turns: each counts the ones before.
			.$if(byCard, (query) => query.forNoKeyUpdate("f"))
			.executeTakeFirst();
		if (!fund) return { state: "unknown" };
		if (!fund.open) return { state: "closed" };
		if (!byCard) {
			const donation = await recordDonation(trx, keys, fund.id, asTransfer(gift), posted.locale);
			if (!suspect) await promiseTransfer(trx, keys, posted.origin, donation.id);
			return { state: "to-transfer", donation };
		}
		return startPaying(trx, keys, starts, fund.id, posted);
	});
	if (given.state === "to-pay") starts.add(network, given.donation.id);
	return given;
}

/** What a trap caught could be a person with a helpful browser: they can still give. */
function asTransfer(gift: Gift): Gift {
	return { ...gift, way: "transfer", frequency: "once", cover: 0 };
}

async function startPaying(
	trx: Db,
	keys: KeyRing,
	starts: CardStarts,
	campaignId: number,
	{ gift, locale, network, atOnce }: Posted,
): Promise<Given> {
	const begun = await countBegun(trx, campaignId, starts, network, gift.frequency === "monthly");
	const answer = mayStart(begun, atOnce);
	if (answer === "paused") await raiseAlarm(trx, campaignId, "card-testing", "cards paused");
	if (answer !== "yes") return { state: "paused" };
	const donation = await recordDonation(trx, keys, campaignId, gift, locale);
	const { started_at } = await trx
		.insertInto("checkout_starts")
		.values({ donation_id: donation.id, campaign_id: campaignId, onion: network === ONION })
		.returning("started_at")
		.executeTakeFirstOrThrow();
	await trx.deleteFrom("checkout_starts").where("started_at", "<", sql<Date>`now() - interval '1 hour'`).execute();
	return { state: "to-pay", donation, campaignId, startedAt: started_at };
}

/** Forgets a donation whose page for paying Stripe did not make: nobody can have paid it. */
export async function forgetUnstarted(db: Db, donationId: string): Promise<void> {
	await db.deleteFrom("donations").where("id", "=", donationId).execute();
}
