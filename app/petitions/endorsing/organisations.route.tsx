import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta, titleOf } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { elsewhere, localeOf, refuse, slugOf } from "#app/web/page.ts";
import { findPetition } from "../petition.server.ts";
import { OrganisationsPage } from "./organisations-page.tsx";
import { listShown } from "./tree.server.ts";

export async function loader({ params, context: { app }, request }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const [, asked = "1"] = /^([1-9]\d{0,2})$/.exec(new URL(request.url).searchParams.get("page") ?? "") ?? [];
	const page = Number(asked);
	const [petition, { bodies, more }] = await Promise.all([
		findPetition(app.db, slug, locale),
		listShown(app.db, slug, page),
	]);
	if (!petition) throw refuse(404);
	if (petition.spoken !== locale) throw elsewhere(request, petition.spoken);
	if (page > 1 && bodies.length === 0) throw refuse(404);
	return {
		locale,
		petition,
		bodies,
		before: page > 1 ? page - 1 : null,
		next: more ? page + 1 : null,
		demonstration: app.settings.demonstration,
	};
}

/** Reached from the petition; what changes daily and names small bodies is not for search engines to keep. */
export const handle = { canonical: () => null };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(titleOf(data.locale, data.petition, translator(data.locale)("organisations.title"))) : [];

export default function OrganisationsRoute() {
	const { demonstration, ...page } = useLoaderData<typeof loader>();
	const { locale, petition } = page;
	return (
		<Shell
			locale={locale}
			path={`/petitions/${petition.slug}/organisations`}
			languages={petition.languages}
			demonstration={demonstration}
		>
			<OrganisationsPage {...page} />
		</Shell>
	);
}
