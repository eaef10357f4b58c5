import type Stripe from "stripe";
import type { Locale } from "#app/i18n/translate.ts";

/** One payment, or one a month, as Stripe's page asks for it. */
export interface Asked {
	/** Minor units as Stripe counts them: the gift and what was added for the fee. */
	total: number;
	/** ISO 4217, capitals. */
	currency: string;
	monthly: boolean;
	/** What the page and a receipt of Stripe's call it: neutral, without a cause. */
	name: string;
	/** Empty where none was given: Stripe's page asks for one. */
	email: string;
	locale: Locale;
	/** Where a giver goes who has paid, `{CHECKOUT_SESSION_ID}` in it, and who has not: whole addresses. */
	paidUrl: string;
	backUrl: string;
	/** When the page ends: half an hour to a day after it is made. */
	until: Date;
	/** What stands on the bank's statement behind the account's own name. */
	descriptor?: string;
}

/** Stripe has no page in Kazakh; most who read it read Russian. */
const locales: Record<Locale, Stripe.Checkout.SessionCreateParams.Locale> = { en: "en", ru: "ru", kk: "ru" };

/**
 * The parameters of a page for paying (Checkout Session, API 2026-10-28): what is charged is what was asked, in the
 * currency in which it was asked, and nobody is asked for more about themselves than a payment takes.
 */
export function checkoutParams(asked: Asked): Stripe.Checkout.SessionCreateParams {
	const { total, currency, monthly, name, email, locale, paidUrl, backUrl, until, descriptor } = asked;
	return {
		mode: monthly ? "subscription" : "payment",
		ui_mode: "hosted_page",
		locale: locales[locale],
		line_items: [
			{
				quantity: 1,
				price_data: {
					currency: currency.toLowerCase(),
					unit_amount: total,
					product_data: { name },
					...(monthly && { recurring: { interval: "month" as const } }),
				},
			},
		],
		// Else the account's own setting could charge another currency than was said.
		adaptive_pricing: { enabled: false },
		billing_address_collection: "auto",
		phone_number_collection: { enabled: false },
		expires_at: Math.floor(until.getTime() / 1000),
		success_url: paidUrl,
		cancel_url: backUrl,
		...(email && { customer_email: email }),
		...(!monthly && {
			submit_type: "donate" as const,
			customer_creation: "if_required" as const,
			...(descriptor && { payment_intent_data: { statement_descriptor_suffix: descriptor } }),
		}),
	};
}

/** Where Stripe's pages for paying are: beside its API in a sandbox. @param apiUrl as STRIPE_API_URL has it */
export function checkoutOrigin(apiUrl: string): string {
	const { origin } = new URL(apiUrl);
	return origin === "https://api.stripe.com" ? "https://checkout.stripe.com" : origin;
}
