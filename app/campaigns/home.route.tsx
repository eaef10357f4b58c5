import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf } from "#app/web/page.ts";
import { campaignPage, liveCampaigns } from "./campaign.server.ts";
import { CampaignPage } from "./campaign-page.tsx";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const { demonstration } = app.settings;
	const campaigns = await liveCampaigns(app.db, locale);
	const [campaign, another] = campaigns;
	if (!campaign || another) return { locale, demonstration, campaigns, only: undefined };
	const [page, petition] = await Promise.all([
		campaignPage(app.db, campaign, locale, app.now()),
		petitionOfCampaign(app.db, campaign.id, locale),
	]);
	return { locale, demonstration, campaigns, only: { ...page, petition } };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	if (!data) return [];
	const { title, summary } = data.only?.campaign ?? {
		title: "Yntymaq",
		summary: translator(data.locale)("shell.about"),
	};
	return pageMeta(title, summary);
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
						{campaigns.map(({ slug, title }) => (
							<li key={slug}>
								<a href={`/${locale}/campaigns/${slug}`}>{title}</a>
							</li>
						))}
					</ul>
				</article>
			)}
		</Shell>
	);
}
