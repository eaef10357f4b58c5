import { randomBytes } from "node:crypto";
import { type StripeSandbox, startStripeSandbox } from "#sandbox/stripe/start.ts";
import type { Ground } from "./ground.ts";

/** Seconds after which the sandbox's balance transactions and direct debits come: late enough to be seen coming. */
const PACE = { settle: 2, debit: 30, cycles: true };

/**
 * The demonstration's payment sandbox, where no account at Stripe is named: it keeps what it knows, and its port, in
 * DATA_DIR, so that the books and it stay equal over a restart.
 */
export async function startPaymentSandbox(ground: Ground): Promise<StripeSandbox | undefined> {
	const { settings, life } = ground;
	if (!settings.demonstration || settings.STRIPE_SECRET_KEY) return undefined;
	// Both sides are this process: new ones at each start.
	const secretKey = `sk_test_${randomBytes(24).toString("hex")}`;
	const webhookSecret = `whsec_${randomBytes(24).toString("hex")}`;
	const sandbox = await startStripeSandbox({ secretKey, webhookSecret, dir: settings.DATA_DIR, pace: PACE });
	life.atEnd("mailbox", () => sandbox.stop());
	ground.stripe = { secretKey, apiUrl: sandbox.url, webhookSecrets: [webhookSecret] };
	return sandbox;
}
