import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { nulls } from "../account/nulls.ts";
import { type Parameters, recordAt, required, textAt } from "../account/parameters.ts";
import { kept } from "../account/refusal.ts";
import { newId } from "../account/state.ts";

/** Opens the portal for one customer, at one of its subscriptions if the flow names it. */
export function createPortalSession(account: Account, parameters: Parameters): Stripe.BillingPortal.Session {
	const customer = kept(account.state.customers, required(textAt(parameters, "customer"), "customer"), "customer");
	const given = textAt(parameters, "configuration");
	const configuration = given
		? kept(account.state.portalConfigurations, given, "configuration")
		: defaultConfiguration(account);
	const id = newId("bps");
	const session: Stripe.BillingPortal.Session = {
		id,
		object: "billing_portal.session",
		...nulls("customer_account", "on_behalf_of"),
		configuration: configuration.id,
		created: account.now(),
		customer: customer.id,
		flow: flowOf(parameters),
		livemode: false,
		locale: (textAt(parameters, "locale") as Stripe.BillingPortal.Session.Locale | undefined) ?? null,
		return_url: textAt(parameters, "return_url") ?? null,
		url: `${account.origin}/p/session/${id}`,
	};
	account.state.portalSessions.set(id, session);
	return session;
}

/** What the portal lets people do; this stand-in's portal always offers to end and to change the card. */
export function createPortalConfiguration(
	account: Account,
	parameters: Parameters,
): Stripe.BillingPortal.Configuration {
	const now = account.now();
	const on = (feature: string) => textAt(parameters, `features.${feature}.enabled`) === "true";
	const configuration: Stripe.BillingPortal.Configuration = {
		id: newId("bpc"),
		object: "billing_portal.configuration",
		active: true,
		application: null,
		business_profile: nulls("headline", "privacy_policy_url", "terms_of_service_url"),
		created: now,
		default_return_url: textAt(parameters, "default_return_url") ?? null,
		features: {
			customer_update: { allowed_updates: [], enabled: on("customer_update") },
			invoice_history: { enabled: on("invoice_history") },
			payment_method_update: { enabled: on("payment_method_update"), payment_method_configuration: null },
			subscription_cancel: {
				cancellation_reason: { enabled: false, feedback_options: null, options: [] },
				enabled: on("subscription_cancel"),
				mode:
					textAt(parameters, "features.subscription_cancel.mode") === "immediately" ? "immediately" : "at_period_end",
				proration_behavior: "none",
			},
			subscription_pause: {
				duration: { interval_options: [], type: "customizable" },
				enabled: on("subscription_pause"),
			},
			subscription_update: {
				billing_cycle_anchor: null,
				default_allowed_updates: [],
				enabled: on("subscription_update"),
				proration_behavior: "none",
				schedule_at_period_end: { conditions: [] },
				trial_update_behavior: "end_trial",
			},
		},
		is_default: false,
		livemode: false,
		login_page: { enabled: false, url: null },
		metadata: recordAt(parameters, "metadata"),
		name: textAt(parameters, "name") ?? null,
		updated: now,
	};
	account.state.portalConfigurations.set(configuration.id, configuration);
	return configuration;
}

function defaultConfiguration(account: Account): Stripe.BillingPortal.Configuration {
	const there = [...account.state.portalConfigurations.values()].find(({ is_default }) => is_default);
	if (there) return there;
	const features = { payment_method_update: { enabled: "true" }, subscription_cancel: { enabled: "true" } };
	return Object.assign(createPortalConfiguration(account, { features }), { is_default: true });
}

function flowOf(parameters: Parameters): Stripe.BillingPortal.Session.Flow | null {
	const type = textAt(parameters, "flow_data.type") as Stripe.BillingPortal.Session.Flow.Type | undefined;
	if (!type) return null;
	const cancel = textAt(parameters, "flow_data.subscription_cancel.subscription");
	const update = textAt(parameters, "flow_data.subscription_update.subscription");
	const to = textAt(parameters, "flow_data.after_completion.redirect.return_url");
	return {
		after_completion: {
			hosted_confirmation: null,
			redirect: to ? { return_url: to } : null,
			type: to ? "redirect" : "portal_homepage",
		},
		customer_update: null,
		subscription_cancel: cancel ? { retention: null, subscription: cancel } : null,
		subscription_update: update ? { subscription: update } : null,
		subscription_update_confirm: null,
		type,
	} as Stripe.BillingPortal.Session.Flow;
}
