import { openStripe, type StripeDoor } from "../fund/stripe/stripe.server.ts";
import type { Ground } from "./ground.ts";

/** The door to Stripe: the demonstration's sandbox, or the account that the settings name; undefined without one. */
export function stripeDoor({ settings, stripe }: Pick<Ground, "settings" | "stripe">): StripeDoor | undefined {
	const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecrets, STRIPE_API_URL: apiUrl } = settings;
	if (stripe) return openStripe(stripe);
	return secretKey && webhookSecrets ? openStripe({ secretKey, apiUrl, webhookSecrets }) : undefined;
}
