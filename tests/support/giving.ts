import { randomBytes } from "node:crypto";
import { createCardStarts } from "#app/fund/giving/card-starts.server.ts";
import { openCheckout } from "#app/fund/giving/checkout.server.ts";
import { type Given, give, type Posted } from "#app/fund/giving/give.server.ts";
import type { Gift } from "#app/fund/giving/give-fields.ts";
import { fundSlug, gift, type StripeGround, stripeGround } from "./stripe.ts";

/** A fund at the payment sandbox that takes gifts by card and by transfer as its form does, and no pages. */
export interface GivingGround extends StripeGround {
	/** What the form's action does with a gift in order. */
	post(gift: Partial<Gift>, from?: Partial<Posted>): Promise<Given | Awaited<ReturnType<typeof openCheckout>>>;
}

export async function givingGround(): Promise<GivingGround> {
	const ground = await stripeGround();
	const { db, keys, looking } = ground;
	const starts = createCardStarts({ now: Date.now, random: randomBytes });
	return {
		...ground,
		async post(over, from) {
			const posted: Posted = {
				slug: fundSlug,
				locale: "en",
				gift: { ...gift, ...over },
				suspect: false,
				network: null,
				origin: looking.origin,
				atOnce: 10,
				...from,
			};
			const given = await give(db, keys, starts, posted);
			if (given.state !== "to-pay") return given;
			return openCheckout(db, looking.stripe, given, posted, { page: `${posted.origin}/en/fund/${fundSlug}` });
		},
	};
}
