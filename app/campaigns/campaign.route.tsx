import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { aboutMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { campaignPage, findCampaign } from "./campaign.server.ts";
import { CampaignPage } from "./campaign-page.tsx";
import { controllerOf } from "./controller.ts";
import { publicationOf } from "./publication.ts";
import { campaignData } from "./structured-data.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const campaign = await findCampaign(app.db, slugOf(params), locale);
	if (!campaign) throw refuse(404);
	const [page, petition] = await Promise.all([
		campaignPage(app.db, campaign, locale, app.now()),
		petitionOfCampaign(app.db, campaign.id, locale),
	]);
	const site = publicationOf(app.settings, siteOrigin(app.settings, request.url), locale);
	const { demonstration } = app.settings;
	return { ...page, petition, controller: controllerOf(app.settings), site, demonstration };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? [...aboutMeta(data.locale, data.campaign), { "script:ld+json": campaignData(data.site, data.campaign) }] : [];

export default function CampaignRoute() {
	const { demonstration, ...page } = useLoaderData<typeof loader>();
	return (
		<Shell locale={page.locale} path={`/campaigns/${page.campaign.slug}`} demonstration={demonstration}>
			<CampaignPage {...page} />
		</Shell>
	);
}
