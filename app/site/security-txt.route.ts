import type { LoaderFunctionArgs } from "@remix-run/node";
import { siteOrigin } from "#app/web/links.ts";
import { securityTxt } from "./security-txt.ts";

/** `/.well-known/security.txt`, the same for all readers. */
export function loader({ request, context: { app } }: LoaderFunctionArgs) {
	const origin = siteOrigin(app.settings, request.url);
	return new Response(securityTxt({ ...app.settings, origin }, app.now()), {
		headers: { "Content-Type": "text/plain; charset=utf-8" },
	});
}
