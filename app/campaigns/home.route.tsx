import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf } from "#app/web/page.ts";
import { liveCampaigns } from "./campaign.server.ts";
import { CampaignPage } from "./campaign-page.tsx";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const campaigns = await liveCampaigns(app.db, locale);
	const [only] = campaigns;
	const petition = only && campaigns.length === 1 ? await petitionOfCampaign(app.db, only.id, locale) : undefined;
	return { locale, campaigns, petition, demonstration: app.settings.demonstration };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	const [only] = data?.campaigns ?? [];
	return only && data?.campaigns.length === 1 ? pageMeta(only.title, only.summary) : pageMeta("Yntymaq", "Yntymaq");
};

/** The campaigns; while one alone is live, that one. */
export default function HomeRoute() {
	const { locale, campaigns, petition, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const [only] = campaigns;
	return (
		<Shell locale={locale} path="" demonstration={demonstration}>
			{only && campaigns.length === 1 ? (
				<CampaignPage locale={locale} campaign={only} petition={petition} />
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
