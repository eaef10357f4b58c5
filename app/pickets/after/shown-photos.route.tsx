import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta, titleOf } from "#app/ui/meta.ts";
import { PhotoFigure } from "#app/ui/photo-figure.tsx";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { cityNamed } from "../cities.server.ts";
import { directionOf } from "../languages.ts";
import { findPicket } from "../picket.server.ts";
import { called } from "../showing/called.ts";
import { shownReport } from "./shown-report.server.ts";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const picket = await findPicket(app.db, slugOf(params));
	const report = picket && (await shownReport(app.db, picket.id));
	if (!picket || !report || report.photos.length === 0) throw refuse(404);
	const named = await cityNamed(locale);
	const { slug, title, language } = picket;
	return {
		locale,
		slug,
		title,
		language,
		names: called(picket, named(picket.city, picket.country)?.name ?? picket.city, locale),
		photos: report.photos,
		demonstration: app.settings.demonstration,
	};
}

/** Pictures of people are found from the picket that they were at, not by search engines. */
export const handle = { canonical: () => null };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(titleOf(data.locale, data.names, translator(data.locale)("picket.photos.title"))) : [];

export default function ShownPhotosRoute() {
	const { locale, slug, title, language, photos, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const words = { lang: language, dir: directionOf(language) };
	return (
		<Shell locale={locale} path={`/pickets/${slug}/photos`} demonstration={demonstration}>
			<article>
				<p className="back">
					<a href={`/${locale}/pickets/${slug}`} {...words}>
						{title}
					</a>
				</p>
				<h1>{t("picket.photos.title")}</h1>
				<p>{t("picket.photos.agreed")}</p>
				{photos.map((photo) => (
					<PhotoFigure key={photo.id} photo={photo} src={`/pickets/${slug}/photos/${photo.id}.webp`} words={words} />
				))}
				<p>
					<a href={`/${locale}/report?page=pickets/${slug}/photos`}>{t("picket.page.report")}</a>
				</p>
			</article>
		</Shell>
	);
}
