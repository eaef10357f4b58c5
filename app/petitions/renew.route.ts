import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { signingLinks } from "#app/web/links.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { renewSubmission } from "./renew.server.ts";

/** Sends a new link in place of one that is too old; what cannot be renewed, the confirm page explains. */
export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	if (!app.limits.take(visitor.network)) throw refuse(429);
	const links = signingLinks(app.settings, visitor, request.url, locale);
	const renewed = await renewSubmission(app.db, app.keys, { token, locale, links });
	if (renewed.state === "not-now") throw seeOther(`/${locale}/confirm/${token}`);
	app.wakeMailer();
	throw seeOther(`/${locale}/petitions/${renewed.slug}/check-your-email`);
}

/** The button stands on the confirm page. */
export async function loader({ params }: LoaderFunctionArgs) {
	throw seeOther(`/${localeOf(params)}/confirm/${params.token ?? ""}`);
}
