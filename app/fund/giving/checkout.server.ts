import { translator } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { plainAmount } from "../money/format-amount.ts";
import { createCheckout } from "../stripe/checkout.server.ts";
import { checkoutParams } from "../stripe/checkout-params.ts";
import type { StripeDoor } from "../stripe/stripe.server.ts";
import { forgetUnstarted, type Given, type Posted } from "./give.server.ts";

/** Minutes for which a page for paying is open: Stripe's least is half an hour. */
const OPEN_MINUTES = 35;

/**
 * Asks Stripe for the page on which a gift that was written down is paid, and notes it.
 * @param about the address of the fund's page, whole; a neutral descriptor for the bank's statement
 * @returns the page's address; `unreachable` where Stripe made none, and then the gift is forgotten
 */
export async function openCheckout(
	db: Db,
	door: StripeDoor,
	{ donation, startedAt }: Extract<Given, { state: "to-pay" }>,
	{ gift, locale }: Posted,
	about: { page: string; descriptor?: string },
): Promise<{ state: "open"; url: string } | { state: "unreachable"; kind: string }> {
	const params = checkoutParams({
		total: gift.amount + gift.cover,
		currency: gift.currency,
		monthly: gift.frequency === "monthly",
		name: translator(locale)("fund.product"),
		email: gift.email,
		locale,
		paidUrl: `${about.page}/thank-you?session={CHECKOUT_SESSION_ID}`,
		backUrl: `${about.page}?${new URLSearchParams({
			amount: plainAmount(gift.amount, gift.currency),
			back: "1",
			currency: gift.currency,
			frequency: gift.frequency,
		})}#give`,
		until: new Date(startedAt.getTime() + OPEN_MINUTES * 60_000),
		descriptor: about.descriptor,
	});
	let made: Awaited<ReturnType<typeof createCheckout>>;
	try {
		made = await createCheckout(door, donation.id, 1, params);
		if (!made.url || new URL(made.url).origin !== door.checkoutOrigin) throw new Error("a page that is not Stripe's");
	} catch (error) {
		await forgetUnstarted(db, donation.id);
		// Never its words: they can repeat what was typed.
		return { state: "unreachable", kind: error instanceof Error ? error.name : "unknown" };
	}
	await db
		.insertInto("checkouts")
		.values({ id: made.id, donation_id: donation.id, state: made.state, expires_at: made.expiresAt })
		.execute();
	return { state: "open", url: made.url };
}
