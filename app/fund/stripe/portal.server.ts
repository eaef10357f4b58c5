import type Stripe from "stripe";
import type { Locale } from "#app/i18n/translate.ts";
import type { StripeDoor } from "./stripe.server.ts";

/**
 * What a giver may do on Stripe's own page: give another card, and end the gift. No list of invoices with names and
 * addresses, and no other plan to choose: `subscription_update` is off where it is not said.
 */
const FEATURES: Stripe.BillingPortal.ConfigurationCreateParams.Features = {
	payment_method_update: { enabled: true },
	subscription_cancel: { enabled: true, mode: "immediately", proration_behavior: "none" },
	customer_update: { enabled: false },
	invoice_history: { enabled: false },
};

/** Stripe's page has no Kazakh. */
const portalLocale: Readonly<Record<Locale, Stripe.BillingPortal.SessionCreateParams.Locale>> = {
	en: "en",
	ru: "ru",
	kk: "ru",
};

/** Makes the configuration of Stripe's page for this installation. @returns its id, `bpc_…` */
export async function createPortalConfiguration({ api }: StripeDoor): Promise<string> {
	const { id } = await api.billingPortal.configurations.create(
		{ features: FEATURES },
		{ idempotencyKey: "portal:configuration:1" },
	);
	return id;
}

/**
 * Opens Stripe's page for one giver to give another card, and nothing else; its address works for minutes.
 * @param returnUrl where it leads back to: no token of ours is in it
 * @throws Stripe's errors
 */
export async function openCardPage(
	{ api }: StripeDoor,
	{
		configuration,
		customer,
		returnUrl,
		locale,
	}: { configuration: string; customer: string; returnUrl: string; locale: Locale },
): Promise<string> {
	const { url } = await api.billingPortal.sessions.create({
		configuration,
		customer,
		return_url: returnUrl,
		locale: portalLocale[locale],
		flow_data: {
			type: "payment_method_update",
			after_completion: { type: "redirect", redirect: { return_url: returnUrl } },
		},
	});
	return url;
}
