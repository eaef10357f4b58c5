import type { LoaderFunctionArgs } from "@remix-run/node";
import { findMailing } from "#app/mailings/writing/mailing-row.server.ts";
import { shown } from "#app/mailings/writing/shown.server.ts";
import { serialOf } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse } from "#app/web/page.ts";
import { campaignOf } from "../signed-in.ts";

/** A mailing in one language as a mail client shows it, for a frame of the mailing's page. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const { app } = context;
	const id = serialOf(params.mailing);
	const mailing = id === undefined ? undefined : await findMailing(app.db, campaign.id, id);
	const rendition = mailing?.renditions.find(({ locale }) => locale === params.locale);
	if (!rendition) throw refuse(404);
	const { html } = shown(rendition, siteOrigin(app.settings, request.url));
	return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}
