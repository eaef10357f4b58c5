import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { aboutMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { JoinForm } from "../join-form.tsx";
import { findPicket } from "../picket.server.ts";
import { called } from "./called.ts";
import { picketData } from "./picket-data.ts";
import { picketPage } from "./picket-page.server.ts";
import { PicketPage } from "./picket-page.tsx";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const picket = await findPicket(app.db, slugOf(params));
	if (!picket) throw refuse(404);
	return {
		...(await picketPage(app.db, app.keys, picket, locale)),
		over: picket.endsAt <= app.now(),
		origin: siteOrigin(app.settings, request.url),
		publisher: app.settings.CONTROLLER_NAME ?? "Yntymaq",
		demonstration: app.settings.demonstration,
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	if (!data) return [];
	const { locale, picket, cityName, origin, publisher, previousStart } = data;
	const names = called(picket, cityName, locale);
	const told = picketData({ origin, publisher, locale, picket, summary: names.summary, previousStart });
	return [...aboutMeta(locale, names), { "script:ld+json": told }];
};

export default function PicketRoute() {
	const { demonstration, previousStart, publisher, ...page } = useLoaderData<typeof loader>();
	const { locale, picket } = page;
	return (
		<Shell locale={locale} path={`/pickets/${picket.slug}`} demonstration={demonstration}>
			<PicketPage {...page}>
				<JoinForm locale={locale} slug={picket.slug} addressLevel={picket.addressLevel} capacity={picket.capacity} />
			</PicketPage>
		</Shell>
	);
}
