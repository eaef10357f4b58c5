import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta, titleOf } from "#app/ui/meta.ts";
import { PagesNav } from "#app/ui/pages-nav.tsx";
import { ReportLink } from "#app/ui/report-link.tsx";
import { Shell } from "#app/ui/shell.tsx";
import { elsewhere, localeOf, refuse, slugOf } from "#app/web/page.ts";
import { pageNumber } from "#app/web/page-number.ts";
import type { PageHandle } from "../../root.tsx";
import { findPetition } from "../petition.server.ts";
import { NameList } from "./name-list.tsx";
import { namesOn } from "./names.server.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const page = pageNumber(request.url);
	const [petition, found] = await Promise.all([
		findPetition(app.db, slug, locale),
		namesOn(app.db, app.keys, slug, page),
	]);
	if (!petition || !found) throw refuse(404);
	if (petition.spoken !== locale) throw elsewhere(request, petition.spoken);
	const { title, neutralTitle, summary, languages } = petition;
	return {
		...{ locale, slug, page, languages, ...found, called: { title, neutralTitle, summary } },
		demonstration: app.settings.demonstration,
	};
}

/** Nobody is to come upon it by searching for a name. */
export const handle: PageHandle = {
	canonical: () => null,
	languages: (data) => (data as { languages: string[] }).languages,
};

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(titleOf(data.locale, data.called, translator(data.locale)("names.title"))) : [];

/** Who signed and chose that everybody may see it, a hundred on a page, in no order that tells anything. */
export default function SignatoriesRoute() {
	const { locale, slug, page, pages, names, called, languages, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const home = `/petitions/${slug}`;
	return (
		<Shell locale={locale} path={`${home}/signatories`} languages={languages} demonstration={demonstration}>
			<article className="narrow">
				<h1>{t("names.title")}</h1>
				<p>
					<a href={`/${locale}${home}`}>{called.title}</a>
				</p>
				<p>{names.length > 0 ? t("names.text") : t("names.none")}</p>
				<NameList names={names} />
				<PagesNav locale={locale} href={`/${locale}${home}/signatories`} page={page} more={page < pages} />
				<ReportLink locale={locale} page={`petitions/${slug}/signatories`} />
			</article>
		</Shell>
	);
}
