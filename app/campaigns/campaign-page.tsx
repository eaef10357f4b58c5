import { type Locale, translator } from "#app/i18n/translate.ts";
import { Markdown } from "#app/ui/markdown.tsx";
import type { Campaign } from "./campaign.server.ts";

interface CampaignPageProps {
	locale: Locale;
	campaign: Campaign;
	petition?: { slug: string; title: string; count: number };
}

/** A campaign: first the people, then the demand, then what a reader can do. */
export function CampaignPage({ locale, campaign, petition }: CampaignPageProps) {
	const t = translator(locale);
	return (
		<article>
			<h1>{campaign.title}</h1>
			<p className="lead">{campaign.summary}</p>
			{petition && (
				<section aria-labelledby="ask">
					<h2 id="ask">{t("campaign.ask")}</h2>
					<p>{petition.title}</p>
					<p>
						<a className="button" href={`/${locale}/petitions/${petition.slug}`}>
							{t("campaign.sign")}
						</a>
					</p>
					<p className="count">{t("petition.count", { count: petition.count })}</p>
				</section>
			)}
			<Markdown text={campaign.body} />
		</article>
	);
}
