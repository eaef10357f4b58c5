import Stripe from "stripe";

/** The real SDK, pointed at a stand-in. */
export function stripeClient(url: string, secretKey: string): Stripe {
	const { hostname, port } = new URL(url);
	return new Stripe(secretKey, { host: hostname, port, protocol: "http", telemetry: false, maxNetworkRetries: 0 });
}
