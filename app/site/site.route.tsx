import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { cardMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse } from "#app/web/page.ts";
import { sitePage } from "./site-page.server.ts";
import { SitePageArticle } from "./site-page.tsx";
import { isSitePage } from "./words.server.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const page = new URL(request.url).pathname.split("/")[2];
	if (!isSitePage(page)) throw refuse(404);
	const { settings, db } = app;
	const filled = await sitePage(db, settings, page, locale, siteOrigin(settings, request.url));
	return { locale, page, demonstration: settings.demonstration, ...filled };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? cardMeta(data.locale, data.title, data.description) : [];

/** The site's own pages, all of one make: each has its row in the table of routes. */
export default function SiteRoute() {
	const { page, ...words } = useLoaderData<typeof loader>();
	return (
		<Shell locale={words.locale} path={`/${page}`} demonstration={words.demonstration}>
			<SitePageArticle {...words} />
		</Shell>
	);
}
