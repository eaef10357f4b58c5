import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta, titleOf } from "#app/ui/meta.ts";
import { printedForm } from "#app/ui/sheets.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { cityNamed } from "../cities.server.ts";
import { findPicket } from "../picket.server.ts";
import { called } from "./called.ts";
import { SheetPage } from "./sheet-page.tsx";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const form = printedForm(params.form);
	const picket = form && (await findPicket(app.db, slugOf(params)));
	if (!form || !picket) throw refuse(404);
	const named = await cityNamed(locale);
	return {
		locale,
		form,
		picket,
		cityName: named(picket.city, picket.country)?.name ?? picket.city,
		address: `${siteOrigin(app.settings, request.url)}/pickets/${picket.slug}`,
		demonstration: app.settings.demonstration,
	};
}

/** A sheet is for paper: nobody is to come upon it. */
export const handle = { canonical: () => null };

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	if (!data) return [];
	const { locale, form, picket, cityName } = data;
	return pageMeta(titleOf(locale, called(picket, cityName, locale), translator(locale)(`share.${form}`)));
};

export default function SheetRoute() {
	return <SheetPage {...useLoaderData<typeof loader>()} />;
}
