import type { LoaderFunctionArgs } from "@remix-run/node";
import { siteOrigin } from "#app/web/links.ts";
import { refuse } from "#app/web/page.ts";
import { describeEmbeddable } from "./describe.server.ts";
import { oEmbedOf } from "./oembed.ts";

/**
 * `/oembed` (https://oembed.com): what another site needs to show a petition or the pickets. 404 for an address that is
 * not one of these on this site, 501 for a format other than JSON (§2.2, §2.3.3).
 */
export async function loader({ request, context: { app } }: LoaderFunctionArgs) {
	const asked = new URL(request.url).searchParams;
	if ((asked.get("format") ?? "json") !== "json") return notImplemented();
	const origin = siteOrigin(app.settings, request.url);
	const shown = await describeEmbeddable(app.db, origin, asked.get("url") ?? "");
	if (!shown) throw refuse(404);
	const room = { maxWidth: pixels(asked.get("maxwidth")), maxHeight: pixels(asked.get("maxheight")) };
	return Response.json(oEmbedOf({ ...shown, ...room }));
}

function notImplemented(): Response {
	const problem = { type: "about:blank", title: "Not Implemented", status: 501, detail: "Only format=json is given." };
	return Response.json(problem, { status: 501, headers: { "Content-Type": "application/problem+json" } });
}

function pixels(asked: string | null): number | undefined {
	return asked !== null && /^\d{1,5}$/.test(asked) ? Number(asked) : undefined;
}
