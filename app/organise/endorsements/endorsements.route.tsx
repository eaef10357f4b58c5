import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { endorsementsOf } from "#app/petitions/endorsing/for-desk.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { EndorsementList } from "./endorsement-list.tsx";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const [, page = "1"] = /^([1-9]\d{0,3})$/.exec(new URL(request.url).searchParams.get("page") ?? "") ?? [];
	const { endorsements, more } = await endorsementsOf(context.app.db, campaign.id, Number(page));
	return {
		desk: deskOf(context, params, request),
		slug: campaign.slug,
		endorsements,
		next: more ? Number(page) + 1 : null,
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.endorsements.title")) : [];

/** A campaign's endorsements: what has to be checked first, with how long it has waited. */
export default function EndorsementsRoute() {
	const { desk, slug, endorsements, next } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	const home = `/organise/campaigns/${slug}/endorsements`;
	return (
		<DeskShell desk={desk} title={t("organise.endorsements.title")}>
			<p>{t("organise.endorsements.text")}</p>
			<ul className="ways">
				<li>
					<a href={`${home}/new`}>{t("organise.endorsements.new")}</a>
				</li>
				<li>
					<a href={`${home}/import`}>{t("organise.import.title")}</a>
				</li>
			</ul>
			{endorsements.length === 0 && <p>{t("organise.endorsements.none")}</p>}
			<EndorsementList t={t} locale={desk.locale} home={home} endorsements={endorsements} />
			{next && (
				<p>
					<a href={`?page=${next}`}>{t("organisations.next")}</a>
				</p>
			)}
		</DeskShell>
	);
}
