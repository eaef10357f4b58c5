import type { LoaderFunctionArgs } from "@remix-run/node";
import { siteOrigin } from "./links.ts";

/** What crawlers may read (RFC 9309): everything public; what is personal is told apart by `noindex` and never linked. */
export function loader({ request, context: { app } }: LoaderFunctionArgs) {
	const sitemap = `${siteOrigin(app.settings, request.url)}/sitemap.xml`;
	return new Response(`User-agent: *\nDisallow: /mailbox\nDisallow: /organise\n\nSitemap: ${sitemap}\n`, {
		headers: { "Content-Type": "text/plain" },
	});
}
