import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { paySession } from "../checkout/pay.ts";
import { escapeHtml, htmlPage, readable } from "./html.ts";
import type { PageAnswer, PageRequest } from "./page.ts";
import { languageOf, say } from "./words.ts";

const ways = ["card", "debit", "declined"] as const;

/** The hosted page of a session: GET shows what is to be paid, POST pays it and sends the person back. */
export function payPage(account: Account, id: string, request: PageRequest): PageAnswer | undefined {
	const session = account.state.sessions.get(id);
	if (!session) return;
	const language = languageOf(session.locale, request.language);
	if (session.status !== "open") {
		// Whoever reloads after paying is sent where the payment sent them.
		if (session.status === "complete") return { to: successUrl(session) };
		return { status: 410, html: htmlPage(language, say(language, "title"), `<h1>${say(language, "gone")}</h1>`) };
	}
	if (request.method === "GET") return show(session, request);
	const way = ways.find((one) => one === request.form.get("way")) ?? "card";
	const email = session.customer_email ?? request.form.get("email")?.trim() ?? "";
	if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return show(session, request, "emailWrong");
	paySession(account, id, { way, email });
	return way === "declined" ? show(session, request, "refused") : { to: successUrl(session) };
}

function show(session: Stripe.Checkout.Session, request: PageRequest, problem?: "refused" | "emailWrong"): PageAnswer {
	const language = languageOf(session.locale, request.language);
	const word = (name: Parameters<typeof say>[1], places?: Record<string, string>) =>
		escapeHtml(say(language, name, places));
	const amount = readable(language, session.amount_total ?? 0, session.currency ?? "eur");
	const email = session.customer_email
		? `<p>${word("email")}: ${escapeHtml(session.customer_email)}</p>`
		: `<label>${word("email")}<input type="email" name="email" required autocomplete="email"></label>`;
	const choices = ways.map(
		(way) =>
			`<label><input type="radio" name="way" value="${way}"${way === "card" ? " checked" : ""}> ${word(way)}</label>`,
	);
	const html = `<h1>${word(session.mode === "subscription" ? "monthly" : "once", { amount })}</h1>
${problem ? `<p class="problem" role="alert">${word(problem)}</p>` : ""}
<form method="post">
${email}
<fieldset><legend>${word("how")}</legend>
${choices.join("\n")}
</fieldset>
<button>${word("pay")}</button>
</form>
${session.cancel_url ? `<p><a href="${escapeHtml(session.cancel_url)}">${word("back")}</a></p>` : ""}`;
	return {
		status: problem === "refused" ? 402 : problem ? 422 : 200,
		html: htmlPage(language, say(language, "title"), html),
		formAction: originOf(session.success_url),
	};
}

function successUrl({ success_url, id }: Stripe.Checkout.Session): string {
	return (success_url ?? "/").replaceAll("{CHECKOUT_SESSION_ID}", id);
}

function originOf(url: string | null): string | undefined {
	return url && URL.canParse(url) ? new URL(url).origin : undefined;
}
