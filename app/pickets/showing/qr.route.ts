import type { LoaderFunctionArgs } from "@remix-run/node";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, slugOf } from "#app/web/page.ts";
import { qrSvg } from "#app/web/qr.ts";
import { findPicket } from "../picket.server.ts";

/** The code that leads to a picket from paper. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const picket = await findPicket(app.db, slugOf(params));
	if (!picket) throw refuse(404);
	const svg = qrSvg(`${siteOrigin(app.settings, request.url)}/pickets/${picket.slug}`);
	return new Response(svg.text, { headers: { "Content-Type": "image/svg+xml" } });
}
