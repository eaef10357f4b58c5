import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { hasFundPage } from "#app/fund/fund.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { countToCome } from "#app/pickets/picket.server.ts";
import { aboutMeta, pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf } from "#app/web/page.ts";
import { campaignPage, liveCampaigns } from "./campaign.server.ts";
import { CampaignPage } from "./campaign-page.tsx";
import { controllerOf } from "./controller.ts";
import { publicationOf } from "./publication.ts";
import { campaignData } from "./structured-data.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const { demonstration } = app.settings;
	const campaigns = await liveCampaigns(app.db, locale);
	const [campaign, another] = campaigns;
	if (!campaign || another) return { locale, demonstration, campaigns, only: undefined };
	const [page, petition, fund, pickets] = await Promise.all([
		campaignPage(app.db, campaign, locale, app.now()),
		petitionOfCampaign(app.db, campaign.id, locale),
		hasFundPage(app.db, campaign.id),
		countToCome(app.db, campaign.id, app.now()),
	]);
	if (!page || campaign.spoken !== locale) return { locale, demonstration, campaigns, only: undefined };
	const site = publicationOf(app.settings, siteOrigin(app.settings, request.url), locale);
	return {
		locale,
		demonstration,
		campaigns,
		only: { ...page, petition, fund, pickets, controller: controllerOf(app.settings), site },
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	if (!data) return [];
	const { locale, only } = data;
	if (!only) return pageMeta("Yntymaq", translator(locale)("shell.about"));
	return [...aboutMeta(locale, only.campaign), { "script:ld+json": campaignData(only.site, only.campaign) }];
};

/** One campaign has one address, and it is not this one. */
export const handle = {
	canonical: (data: Awaited<ReturnType<typeof loader>>) => (data.only ? `/campaigns/${data.only.campaign.slug}` : ""),
};

/** The campaigns; while one alone is live, that one. */
export default function HomeRoute() {
	const { locale, demonstration, campaigns, only } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path="" demonstration={demonstration}>
			{only ? (
				<CampaignPage {...only} />
			) : (
				<article>
					<h1>{t("campaign.all")}</h1>
					{campaigns.length === 0 && <p>{t("campaign.none")}</p>}
					<ul>
						{campaigns.map(({ slug, title, spoken }) => (
							<li key={slug} lang={spoken}>
								<a href={`/${spoken}/campaigns/${slug}`} hrefLang={spoken}>
									{title}
								</a>
							</li>
						))}
					</ul>
				</article>
			)}
		</Shell>
	);
}
