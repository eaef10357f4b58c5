import {
	type ActionFunctionArgs,
	data,
	type HeadersFunction,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { MessageKey } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { type Fields, readForm, text, unreadable } from "#app/web/form.ts";
import { visitorOrigin } from "#app/web/links.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { repeatPicket } from "../after/repeat.server.ts";
import { messageAttendees } from "../hearing/messages.server.ts";
import { dropNumbers } from "../joining/drop-numbers.server.ts";
import { letIn, turnAway } from "../joining/letting-in.server.ts";
import { cancelPicket } from "./cancel.server.ts";
import { inviteCoHost, removeCoHost, takeUpInvitation } from "./co-hosts.server.ts";
import { findHost, type Host } from "./host.server.ts";
import { hostPage } from "./host-page.server.ts";
import { HostPage } from "./host-page.tsx";
import { InvitationPage } from "./invitation-page.tsx";
import { makeNewLink } from "./new-link.server.ts";
import { NewLinkPage } from "./new-link-page.tsx";
import { verifyHost } from "./verify.server.ts";
import { VerifyPage } from "./verify-page.tsx";

/** What a post that stays on the page says. */
interface Said {
	notice?: MessageKey;
	error?: MessageKey;
	/** What was typed, to be sent again. */
	typed?: string;
	/** This address has ended, and the next one is in a mail. */
	newLink?: true;
}

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { app, visitor } = context;
	const locale = localeOf(params);
	const token = params.token ?? "";
	const fields = await readForm(request);
	const host = await findHost(app.db, app.keys, token);
	if (!host) throw refuse(404);
	const home = seeOther(`/${locale}/host/${token}`);
	const intent = fields.get("intent");

	if (intent === "take-up" && host.state === "invited") {
		const email = text(fields, "email");
		const error = email === "" ? "sign.email.missing" : isMailAddress(email) ? undefined : "sign.email.invalid";
		if (error) return data<Said>({ error, typed: email }, 422);
		if (!app.limits.take(visitor.network, "pickets/new"))
			return data<Said>({ error: "sign.too-many", typed: email }, 429);
		const origin = visitorOrigin(app.settings, visitor, request.url);
		if (!(await takeUpInvitation(app.db, app.keys, host, { email, locale, origin }))) throw refuse(410);
		app.wakeMailer();
		throw seeOther(`/${locale}/pickets/new/check-your-email`);
	}
	if (intent === "verify" && host.state === "unverified") {
		const verified = await verifyHost(app.db, app.keys, token);
		if (verified === "listed") app.pagesChanged("at once");
		throw home;
	}
	if (host.state !== "active") throw refuse(409);
	if (intent === "invite")
		return (await inviteCoHost(app.db, host)) ? home : data<Said>({ notice: "picket.host.co-hosts.full" }, 409);
	if (intent === "remove") {
		await removeCoHost(app.db, host, fields.get("co_host") ?? "");
		return home;
	}
	if (intent === "cancel") {
		if ((await cancelPicket(app.db, app.keys, host.picket.id)) !== "changed") throw refuse(409);
		app.pagesChanged("at once");
		return home;
	}
	if (intent === "new-link") {
		if (!(await makeNewLink(app.db, app.keys, host))) throw refuse(410);
		app.wakeMailer();
		return data<Said>({ newLink: true });
	}
	if (intent === "count-anew") {
		await dropNumbers(app.db, host.picket.id);
		app.pagesChanged("at once");
		return home;
	}
	if (intent === "let-in" || intent === "turn-away") {
		const answer = { picketId: host.picket.id, rsvpId: fields.get("rsvp") ?? "" };
		const decide = intent === "let-in" ? letIn : turnAway;
		const decided = await decide(app.db, app.keys, app.settings, answer);
		app.wakeMailer();
		return decided === "full" ? data<Said>({ notice: "picket.asking.full" }, 409) : home;
	}
	if (intent === "again") {
		const now = app.now();
		const again = await repeatPicket(app.db, app.keys, host, {
			now,
			closedCountries: app.settings.NO_PICKETS_COUNTRIES,
		});
		if (again === "not-now") throw refuse(409);
		if (typeof again === "string") return data<Said>({ notice: `picket.again.${again}` }, 409);
		app.pagesChanged("at once");
		throw seeOther(`/${locale}/host/${again.token}`);
	}
	if (intent === "message") return sendMessage(context.app, host, fields);
	throw refuse(409);
}

async function sendMessage(app: ActionFunctionArgs["context"]["app"], host: Host, fields: Fields) {
	const typed = text(fields, "message");
	const wrong = typed === "" || [...typed].length > 2_000 || unreadable(typed) || /[^\P{Cc}\n]/u.test(typed);
	if (wrong) return data<Said>({ notice: "picket.host.message.wrong", typed }, 422);
	const locale = host.sealed?.locale ?? "en";
	const messaged = await messageAttendees(app.db, app.keys, { picketId: host.picket.id, text: typed, locale });
	if (messaged === "waiting") return data<Said>({ notice: "picket.host.message.waiting" }, 200);
	return data<Said>({ notice: `picket.host.message.${messaged}`, typed }, messaged === "too-many" ? 429 : 409);
}

export async function loader({ params, context: { app, method } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const host = await findHost(app.db, app.keys, token);
	// Of a link that its own post has just ended, the action has decided.
	if (!host && method !== "POST") throw refuse(404);
	const page = host && (await hostPage(app.db, app.keys, host, locale, app.now()));
	return { page, locale, token, demonstration: app.settings.demonstration };
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

/** Says nothing of what it is: titles stay in histories and lists of open pages. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

export default function HostRoute() {
	const { page, locale, token, demonstration } = useLoaderData<typeof loader>();
	const said: Said = useActionData<typeof action>() ?? {};
	return (
		<Shell locale={locale} path={`/host/${token}`} demonstration={demonstration} quiet>
			{(said.newLink || !page) && <NewLinkPage locale={locale} />}
			{page?.hostState === "invited" && (
				<InvitationPage
					locale={page.locale}
					token={token}
					title={page.stands.facts.title}
					language={page.stands.facts.language}
					email={said.typed}
					error={said.error}
				/>
			)}
			{page?.hostState === "unverified" && <VerifyPage {...page} token={token} />}
			{page?.hostState === "active" && <HostPage {...page} token={token} notice={said.notice} message={said.typed} />}
		</Shell>
	);
}
