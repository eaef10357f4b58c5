import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { campaignPage, findCampaign } from "./campaign.server.ts";
import { CampaignPage } from "./campaign-page.tsx";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const campaign = await findCampaign(app.db, slugOf(params), locale);
	if (!campaign) throw refuse(404);
	const [page, petition] = await Promise.all([
		campaignPage(app.db, campaign, locale, app.now()),
		petitionOfCampaign(app.db, campaign.id, locale),
	]);
	return { ...page, petition, demonstration: app.settings.demonstration };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(data.campaign.title, data.campaign.summary) : [];

export default function CampaignRoute() {
	const { demonstration, ...page } = useLoaderData<typeof loader>();
	return (
		<Shell locale={page.locale} path={`/campaigns/${page.campaign.slug}`} demonstration={demonstration}>
			<CampaignPage {...page} />
		</Shell>
	);
}
