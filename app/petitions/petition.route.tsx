import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { aboutMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { elsewhere, localeOf, refuse, slugOf } from "#app/web/page.ts";
import type { PageHandle } from "../root.tsx";
import { findPetition } from "./petition.server.ts";
import { PetitionPage } from "./petition-page.tsx";
import { linesOn } from "./showing/lines.server.ts";
import { emptySignForm } from "./sign-fields.ts";

/** How many lines for the families stand on the petition's own page. */
const LINES_BESIDE = 3;

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const { db, keys } = context.app;
	const slug = slugOf(params);
	const [petition, { lines }] = await Promise.all([
		findPetition(db, slug, locale),
		linesOn(db, keys, slug, 1, LINES_BESIDE),
	]);
	if (!petition) throw refuse(404);
	if (petition.spoken !== locale) throw elsewhere(request, petition.spoken);
	const source = new URL(request.url).searchParams.get("source") ?? "";
	return {
		locale,
		petition,
		lines,
		source: /^[a-z0-9-]{1,40}$/.test(source) ? source : "",
		demonstration: context.app.settings.demonstration,
	};
}

export const handle: PageHandle = {
	languages: (data) => (data as { petition: { languages: string[] } }).petition.languages,
};

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? aboutMeta(data.locale, data.petition, translator(data.locale)("card.petition")) : [];

export default function PetitionRoute() {
	const { locale, petition, lines, source, demonstration } = useLoaderData<typeof loader>();
	return (
		<Shell
			locale={locale}
			path={`/petitions/${petition.slug}`}
			languages={petition.languages}
			demonstration={demonstration}
		>
			<PetitionPage
				locale={locale}
				petition={petition}
				lines={lines}
				values={{ ...emptySignForm, source }}
				errors={{}}
			/>
		</Shell>
	);
}
