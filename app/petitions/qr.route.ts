import type { LoaderFunctionArgs } from "@remix-run/node";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, slugOf } from "#app/web/page.ts";
import { qrSvg } from "#app/web/qr.ts";
import { findPetition } from "./petition.server.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const petition = await findPetition(app.db, slugOf(params), "en");
	if (!petition) throw refuse(404);
	const svg = qrSvg(`${siteOrigin(app.settings, request.url)}/petitions/${petition.slug}`);
	return new Response(svg.text, { headers: { "Content-Type": "image/svg+xml" } });
}
