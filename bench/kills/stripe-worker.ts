import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { createCheckout } from "#app/fund/stripe/checkout.server.ts";
import { openStripe, type StripeAccess } from "#app/fund/stripe/stripe.server.ts";
import { stripeRounds } from "#app/fund/stripe/work.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect } from "#db/client.ts";

/** What a worker on Stripe's events to be killed is told. */
export interface StripeWorkerOptions {
	databaseUrl: string;
	/** SECRET_KEYS */
	keys: string;
	access: StripeAccess;
	/** Instead of working: asks for this page for paying. */
	checkout?: { donation: string; params: Parameters<typeof createCheckout>[3] };
}

/**
 * What the product's worker does with Stripe, in a process of its own that can be killed. It says `ready`, and begins when it
 * is told anything.
 */
export async function run({ databaseUrl, keys, access, checkout }: StripeWorkerOptions): Promise<void> {
	const begin = once(process, "message");
	process.send?.("ready");
	await begin;
	const stripe = openStripe(access);
	if (checkout) await createCheckout(stripe, checkout.donation, 1, checkout.params);
	const db = connect(databaseUrl, { max: 5, statementTimeout: 60_000, onError: () => undefined });
	const looking = { db, keys: readKeyRing(keys), stripe, origin: "https://campaign.example" };
	const round = stripeRounds(looking, { warn: () => undefined });
	for (;;) {
		await round(new AbortController().signal);
		await sleep(50);
	}
}
