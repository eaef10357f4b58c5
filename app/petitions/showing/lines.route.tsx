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
import { LineList } from "./line-list.tsx";
import { linesOn } from "./lines.server.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const page = pageNumber(request.url);
	const [petition, found] = await Promise.all([
		findPetition(app.db, slug, locale),
		linesOn(app.db, app.keys, slug, page),
	]);
	if (!petition || (page > 1 && found.lines.length === 0)) throw refuse(404);
	if (petition.spoken !== locale) throw elsewhere(request, petition.spoken);
	const { title, neutralTitle, summary, languages } = petition;
	return {
		...{ locale, slug, page, languages, ...found, called: { title, neutralTitle, summary } },
		demonstration: app.settings.demonstration,
	};
}

/** People wrote to the families, not to search engines. */
export const handle: PageHandle = {
	canonical: () => null,
	languages: (data) => (data as { languages: string[] }).languages,
};

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(titleOf(data.locale, data.called, translator(data.locale)("lines.title"))) : [];

/** What signers wrote to the families and allow to be read by all. */
export default function LinesRoute() {
	const { locale, slug, page, lines, more, called, languages, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const home = `/petitions/${slug}`;
	return (
		<Shell locale={locale} path={`${home}/lines`} languages={languages} demonstration={demonstration}>
			<article className="narrow">
				<h1>{t("lines.title")}</h1>
				<p>
					<a href={`/${locale}${home}`}>{called.title}</a>
				</p>
				<p>{lines.length > 0 ? t("lines.text") : t("lines.none")}</p>
				{lines.length > 0 && <LineList lines={lines} />}
				<PagesNav locale={locale} href={`/${locale}${home}/lines`} page={page} more={more} />
				<ReportLink locale={locale} page={`petitions/${slug}/lines`} />
			</article>
		</Shell>
	);
}
