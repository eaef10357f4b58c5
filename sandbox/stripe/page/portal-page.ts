import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { createMethod } from "../money/methods.ts";
import { cancelSubscription, changeMethod, changeSubscription } from "../subscribing/change.ts";
import { escapeHtml, htmlPage, readable } from "./html.ts";
import type { PageAnswer, PageRequest } from "./page.ts";
import { languageOf, say } from "./words.ts";

/** Minutes for which a link into the portal works. */
const OPEN_FOR = 5 * 60;

/** The portal: GET shows a customer's monthly payments, POST ends one or gives it another card. */
export function portalPage(account: Account, id: string, request: PageRequest): PageAnswer | undefined {
	const session = account.state.portalSessions.get(id);
	if (!session) return;
	const language = languageOf(session.locale, request.language);
	if (session.created + OPEN_FOR < account.now())
		return { status: 410, html: htmlPage(language, say(language, "title"), `<h1>${say(language, "gone")}</h1>`) };
	if (request.method !== "POST") return show(account, session, request);
	const subscription = subscriptionsOf(account, session).find((one) => one.id === request.form.get("subscription"));
	if (!subscription || subscription.status === "canceled") return show(account, session, request);
	if (request.form.get("do") === "cancel") endIt(account, session, subscription);
	else {
		const customer = String(session.customer);
		changeMethod(account, subscription.id, createMethod(account, { way: "card", customer }));
	}
	const to = session.flow?.after_completion.redirect?.return_url;
	return to ? { to } : show(account, session, request, true);
}

function endIt(account: Account, session: Stripe.BillingPortal.Session, subscription: Stripe.Subscription): void {
	const configuration = account.state.portalConfigurations.get(String(session.configuration));
	if (configuration?.features.subscription_cancel.mode === "immediately") cancelSubscription(account, subscription.id);
	else changeSubscription(account, { cancel_at_period_end: "true" }, subscription.id);
}

function show(
	account: Account,
	session: Stripe.BillingPortal.Session,
	request: PageRequest,
	changed = false,
): PageAnswer {
	const language = languageOf(session.locale, request.language);
	const word = (name: Parameters<typeof say>[1], places?: Record<string, string>) =>
		escapeHtml(say(language, name, places));
	const one = (subscription: Stripe.Subscription) => {
		const item = subscription.items.data[0];
		const amount = readable(language, (item?.price.unit_amount ?? 0) * (item?.quantity ?? 1), subscription.currency);
		const date = new Date((item?.current_period_end ?? 0) * 1000).toISOString().slice(0, 10);
		if (subscription.status === "canceled") return `<p>${word("ended")}</p>`;
		const state = subscription.pause_collection
			? word("paused")
			: word(subscription.cancel_at_period_end ? "ends" : "renews", { amount, date });
		return `<p>${state}</p>
<form method="post"><input type="hidden" name="subscription" value="${subscription.id}">
<button name="do" value="card">${word("newCard")}</button>
<button name="do" value="cancel">${word("cancel")}</button></form>`;
	};
	const html = `<h1>${word("portal")}</h1>
${changed ? `<p role="status">${word("changed")}</p>` : ""}
${subscriptionsOf(account, session).map(one).join("\n")}
${session.return_url ? `<p><a href="${escapeHtml(session.return_url)}">${word("return")}</a></p>` : ""}`;
	const to = session.flow?.after_completion.redirect?.return_url;
	return {
		status: 200,
		html: htmlPage(language, say(language, "title"), html),
		formAction: to && URL.canParse(to) ? new URL(to).origin : undefined,
	};
}

function subscriptionsOf({ state }: Account, { customer }: Stripe.BillingPortal.Session): Stripe.Subscription[] {
	return [...state.subscriptions.values()].filter((subscription) => subscription.customer === customer);
}
