import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf } from "#app/web/page.ts";
import { NEAR_KM } from "./list.server.ts";
import { listPage, readPlace } from "./list-page.server.ts";
import { ListPage } from "./list-page.tsx";
import { listSearch, readListQuery } from "./list-query.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const query = readListQuery(new URL(request.url).searchParams);
	if (query.typed !== undefined) {
		const place = await readPlace(query.typed, locale);
		// One page for Milan, however people type it.
		if ("city" in place)
			throw elsewhere(`/${locale}/pickets${listSearch({ ...query, typed: undefined, near: place.city.id })}`);
	}
	const page = await listPage(app.db, query, locale, app.now());
	const { host } = new URL(siteOrigin(app.settings, request.url));
	return { ...page, locale, query, nearKm: NEAR_KM, host, demonstration: app.settings.demonstration };
}

function elsewhere(path: string): Response {
	return new Response(null, { status: 302, headers: { Location: path } });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	if (!data) return [];
	const t = translator(data.locale);
	return pageMeta(t("pickets.title"), t("pickets.about"));
};

/** However it is narrowed, it is one page. */
export const handle = { canonical: () => "/pickets" };

export default function PicketsRoute() {
	const { demonstration, ...page } = useLoaderData<typeof loader>();
	return (
		<Shell locale={page.locale} path={`/pickets${listSearch(page.query)}`} demonstration={demonstration}>
			<ListPage {...page} />
		</Shell>
	);
}
