import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { portalOrigin } from "#app/web/header-profiles.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import {
	cancelMonthly,
	changeMonthly,
	type MonthlyAtStripe,
	pauseMonthly,
	retrieveMonthly,
} from "../stripe/monthly.server.ts";
import { createPortalConfiguration, openCardPage } from "../stripe/portal.server.ts";
import type { StripeDoor } from "../stripe/stripe.server.ts";
import { unlessMissing, unlessUnreachable } from "../stripe/trouble.ts";
import { endGone, mirrorMonthly } from "./mirror.server.ts";
import type { OwnDonation } from "./own-donation.server.ts";

/** What managing a monthly gift needs. */
export interface Managing {
	db: Db;
	keys: KeyRing;
	stripe: StripeDoor;
	/** Scheme and host of the site, for the links of mails. */
	origin: string;
}

/** What a giver wants of a running monthly gift. */
export type Wish = { to: "end" | "pause" | "resume" } | { to: "change"; amount: number; cover: number };

/**
 * Does what a giver wants of their monthly gift, at Stripe and then here, so that their page says it at once. Asked twice
 * it is done once.
 * @returns `gone` where there is none that runs; `unreachable` where Stripe did not answer, and it may be asked again
 */
export async function manageMonthly(
	managing: Managing,
	{ id, monthly }: Pick<OwnDonation, "id" | "monthly">,
	wish: Wish,
): Promise<"done" | "gone" | "unreachable"> {
	if (!monthly || monthly.endedOn) return "gone";
	const now = await unlessUnreachable(unlessMissing(ask(managing.stripe, monthly.subscription, wish)));
	if (now === "unreachable") return now;
	if (now === "missing") {
		await endGone(managing.db, monthly.subscription);
		return "gone";
	}
	await inTransaction(managing.db, async (trx) => {
		// Before it is mirrored: what is charged and what was set out to be given agree.
		if (wish.to === "change")
			await trx.updateTable("donations").set({ amount: wish.amount, cover: wish.cover }).where("id", "=", id).execute();
		await mirrorMonthly(trx, managing.keys, managing.origin, now);
	});
	return "done";
}

function ask(stripe: StripeDoor, subscription: string, wish: Wish): Promise<MonthlyAtStripe> {
	if (wish.to === "end") return cancelMonthly(stripe, subscription);
	// Pausing, taking up and pausing again are three wishes; each sets a state, so that one asked twice does no harm.
	const key = `${wish.to}:${randomUUID()}`;
	return wish.to === "change"
		? changeMonthly(stripe, subscription, wish.amount + wish.cover, key)
		: pauseMonthly(stripe, subscription, wish.to === "pause", key);
}

/**
 * Opens Stripe's page on which a giver gives another card: an address that works for minutes.
 * @param locale of that page
 * @returns `gone` where no monthly gift runs; `unreachable` as above
 */
export async function cardPage(
	{ db, stripe, origin }: Managing,
	{ monthly }: Pick<OwnDonation, "monthly">,
	locale: Locale,
): Promise<{ url: string } | "gone" | "unreachable"> {
	const customer = monthly?.customer;
	if (!customer || monthly.endedOn) return "gone";
	const { subscription } = monthly;
	const opened = await unlessUnreachable(
		unlessMissing(
			portalConfiguration(db, stripe).then((configuration) =>
				// No token of ours goes to Stripe: the way back ends at a page that is everybody's.
				openCardPage(stripe, { configuration, customer, locale, returnUrl: `${origin}/${locale}/donations/card` }),
			),
		),
	);
	if (opened === "unreachable") return opened;
	// As of the page for paying: nobody is sent anywhere else.
	if (opened !== "missing")
		return new URL(opened).origin === portalOrigin(stripe.checkoutOrigin) ? { url: opened } : "unreachable";
	const found = await unlessUnreachable(unlessMissing(retrieveMonthly(stripe, subscription)));
	if (found === "missing") {
		await endGone(db, subscription);
		return "gone";
	}
	// The set-up of the page is another account's: the next who asks makes one.
	await db.deleteFrom("stripe_portal").execute();
	return "unreachable";
}

/** The configuration of Stripe's page, made by the first who needs it. */
async function portalConfiguration(db: Db, stripe: StripeDoor): Promise<string> {
	const find = () => db.selectFrom("stripe_portal").select("configuration").executeTakeFirst();
	const found = await find();
	if (found) return found.configuration;
	const configuration = await createPortalConfiguration(stripe);
	await db
		.insertInto("stripe_portal")
		.values({ one: sql<boolean>`true`, configuration })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	return (await find())?.configuration ?? configuration;
}
