import { type Locale, translator } from "#app/i18n/translate.ts";
import type { InBrief } from "./site-page.server.ts";

interface CampaignsListProps {
	locale: Locale;
	campaigns: readonly InBrief[];
}

/** Each campaign in its own attributed sentences, and where a journalist finds the claims and the numbers. */
export function CampaignsList({ locale, campaigns }: CampaignsListProps) {
	const t = translator(locale);
	return (
		<>
			{campaigns.map(({ slug, title, neutralTitle, summary, petition }) => (
				<section key={slug} aria-labelledby={slug}>
					<h3 id={slug}>{title}</h3>
					<p>{summary}</p>
					<p>{t("site.neutral", { title: neutralTitle })}</p>
					<ul>
						<li>
							<a href={`/${locale}/campaigns/${slug}/timeline`}>{t("campaign.timeline")}</a>
						</li>
						{petition && (
							<>
								<li>
									<a href={`/${locale}/petitions/${petition}`}>{t("petition.text")}</a>
								</li>
								<li>
									<a href={`/petitions/${petition}/count.json`}>{t("site.count")}</a>
								</li>
								<li>
									<a href={`/petitions/${petition}/history.csv`}>{t("site.history")}</a>
								</li>
							</>
						)}
					</ul>
				</section>
			))}
		</>
	);
}
