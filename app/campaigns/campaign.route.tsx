import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { hasFundPage } from "#app/fund/fund.server.ts";
import { petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { countToCome } from "#app/pickets/picket.server.ts";
import { aboutMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { refuse } from "#app/web/page.ts";
import { campaignPage } from "./campaign.server.ts";
import { campaignAt } from "./campaign-at.server.ts";
import { CampaignPage } from "./campaign-page.tsx";
import { controllerOf } from "./controller.ts";
import { inItsLanguages } from "./in-languages.ts";
import { publicationOf } from "./publication.ts";
import { campaignData } from "./structured-data.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const { locale, campaign } = await campaignAt(app.db, params, request);
	const [page, petition, fund, pickets] = await Promise.all([
		campaignPage(app.db, campaign, locale, app.now()),
		petitionOfCampaign(app.db, campaign.id, locale),
		hasFundPage(app.db, campaign.id),
		countToCome(app.db, campaign.id, app.now()),
	]);
	if (!page) throw refuse(404);
	const site = publicationOf(app.settings, siteOrigin(app.settings, request.url), locale);
	const { demonstration } = app.settings;
	return { ...page, petition, fund, pickets, controller: controllerOf(app.settings), site, demonstration };
}

export const handle = inItsLanguages;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? [...aboutMeta(data.locale, data.campaign), { "script:ld+json": campaignData(data.site, data.campaign) }] : [];

export default function CampaignRoute() {
	const { demonstration, ...page } = useLoaderData<typeof loader>();
	return (
		<Shell
			locale={page.locale}
			path={`/campaigns/${page.campaign.slug}`}
			languages={page.campaign.languages}
			demonstration={demonstration}
		>
			<CampaignPage {...page} />
		</Shell>
	);
}
