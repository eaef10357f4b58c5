import type Stripe from "stripe";
import type { StripeSandbox } from "#sandbox/stripe/start.ts";
import { startCheckedSandbox } from "#tests/doubles/stripe/checked-sandbox.ts";
import { stripeClient } from "./stripe-client.ts";

export const access = { secretKey: "sk_test_sandbox", webhookSecret: "whsec_sandbox" };

/** The payment sandbox behind its validators, and the real SDK in front of them: nothing of the site. */
export interface SandboxGround {
	sandbox: StripeSandbox;
	stripe: Stripe;
	/** A page for paying. @param over parameters of its own @returns its id */
	open(amount?: number, currency?: string, over?: Partial<Stripe.Checkout.SessionCreateParams>): Promise<string>;
	openMonthly(amount: number): Promise<string>;
	/** Kinds of the events so far. @param after so many are left out */
	types(after?: number): string[];
	/** What each balance transaction of a source came to, newest first. */
	netOf(source: string): Promise<number[]>;
	stop(): Promise<void>;
}

export async function sandboxGround(): Promise<SandboxGround> {
	const sandbox = await startCheckedSandbox({ ...access, settlesIn: ["eur", "jpy"] });
	const stripe = stripeClient(sandbox.url, access.secretKey);
	const metadata = { donation_id: "1" };
	const line = (amount: number, currency: string) => ({
		quantity: 1,
		price_data: { currency, unit_amount: amount, product_data: { name: "Gift" } },
	});
	const success_url = "https://example.org/thank-you?session={CHECKOUT_SESSION_ID}";
	return {
		sandbox,
		stripe,
		async open(amount = 2500, currency = "eur", over = {}) {
			const { id } = await stripe.checkout.sessions.create({
				mode: "payment",
				success_url,
				line_items: [line(amount, currency)],
				payment_intent_data: { metadata },
				...over,
			});
			return id;
		},
		async openMonthly(amount) {
			const { quantity, price_data } = line(amount, "eur");
			const { id } = await stripe.checkout.sessions.create({
				mode: "subscription",
				success_url,
				line_items: [{ quantity, price_data: { ...price_data, recurring: { interval: "month" } } }],
				subscription_data: { metadata },
			});
			return id;
		},
		types: (after = 0) =>
			sandbox
				.events()
				.slice(after)
				.map(({ type }) => type),
		netOf: async (source) => (await stripe.balanceTransactions.list({ source })).data.map(({ net }) => net),
		stop: () => sandbox.stop(),
	};
}
