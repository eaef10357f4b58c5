import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { aboutMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { elsewhere, localeOf, refuse, slugOf } from "#app/web/page.ts";
import type { PageHandle } from "../../root.tsx";
import { hoursOf } from "../history.server.ts";
import { findPetition } from "../petition.server.ts";
import { growthOf } from "./growth.ts";
import { NumbersPage } from "./numbers-page.tsx";
import { publishedCountries } from "./publish-countries.server.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const [petition, hours, countries] = await Promise.all([
		findPetition(app.db, slug, locale),
		hoursOf(app.db, slug),
		publishedCountries(app.db, slug),
	]);
	if (!petition || !hours) throw refuse(404);
	if (petition.spoken !== locale) throw elsewhere(request, petition.spoken);
	const { title, neutralTitle, summary, languages, ...supporters } = petition;
	const { count, organisations, represented, paper } = supporters;
	return {
		...{ locale, slug, languages, called: { title, neutralTitle, summary } },
		supporters: { count, organisations, represented, paper },
		growth: growthOf(hours),
		countries: [...countries.cells].map(([code, n]) => ({ code, n })),
		rest: countries.rest,
		demonstration: app.settings.demonstration,
	};
}

export const handle: PageHandle = {
	languages: (data) => (data as { languages: string[] }).languages,
};

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? aboutMeta(data.locale, data.called, translator(data.locale)("numbers.title")) : [];

/** The numbers of a petition as pictures, each with its table. */
export default function NumbersRoute() {
	const { locale, slug, languages, demonstration, ...numbers } = useLoaderData<typeof loader>();
	return (
		<Shell locale={locale} path={`/petitions/${slug}/numbers`} languages={languages} demonstration={demonstration}>
			<NumbersPage locale={locale} slug={slug} {...numbers} />
		</Shell>
	);
}
