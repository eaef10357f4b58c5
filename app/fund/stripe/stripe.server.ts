import Stripe from "stripe";
import { checkoutOrigin } from "./checkout-params.ts";

/** How to reach an account at Stripe. */
export interface StripeAccess {
	/** `sk_…`, or restricted to what docs/stripe.md lists: `rk_…`. */
	secretKey: string;
	/** Where the API is. */
	apiUrl: string;
	/** What its webhooks are signed with: one, or two while they are changed. */
	webhookSecrets: readonly string[];
}

/** The one way to Stripe: everything else of app/fund/stripe/ is handed this. */
export interface StripeDoor {
	api: Stripe;
	/** Whether the key moves real money. What is of the other kind is not ours. */
	live: boolean;
	webhookSecrets: readonly string[];
	/** Where its pages for paying are. */
	checkoutOrigin: string;
}

/**
 * The version that requests are made and webhooks are sent in: the one whose types the SDK has. Another one is another
 * file format.
 */
export const API_VERSION = "2026-10-28.endive" satisfies typeof Stripe.API_VERSION;

/** Milliseconds for one request, tries apart. */
const TIMEOUT_MS = 15_000;
/** The SDK's own repetitions of what a network lost, under the same idempotency key. It does not repeat a 429: we do. */
const RETRIES = 2;

/**
 * Opens the door; nothing is sent yet.
 * @throws TypeError when the API's address cannot be read
 */
export function openStripe({ secretKey, apiUrl, webhookSecrets }: StripeAccess): StripeDoor {
	const { protocol, hostname, port } = new URL(apiUrl);
	const plain = protocol === "http:";
	const api = new Stripe(secretKey, {
		apiVersion: API_VERSION,
		protocol: plain ? "http" : "https",
		host: hostname,
		port: port || (plain ? 80 : 443),
		timeout: TIMEOUT_MS,
		maxNetworkRetries: RETRIES,
		// Says nothing to Stripe about this machine.
		telemetry: false,
	});
	return { api, live: /^[a-z]+_live_/.test(secretKey), webhookSecrets, checkoutOrigin: checkoutOrigin(apiUrl) };
}
