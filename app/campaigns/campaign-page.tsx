import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { Markdown } from "#app/ui/markdown.tsx";
import type { Campaign, Source } from "./campaign.server.ts";
import { linkCitations } from "./citations.ts";
import { Claims } from "./claims.tsx";
import type { CampaignMatter } from "./content/schemas.ts";
import type { Phase } from "./phase.ts";
import { SourcesList } from "./sources-list.tsx";

export interface CampaignPageProps {
	locale: Locale;
	campaign: Campaign;
	phase: Phase;
	matter: CampaignMatter;
	body: string;
	sources: readonly Source[];
	petition?: { slug: string; title: string; count: number };
}

/** A campaign: first the people, then the demand, then what a reader can do in two minutes. */
export function CampaignPage({ locale, campaign, phase, matter, body, sources, petition }: CampaignPageProps) {
	const t = translator(locale);
	const home = `/${locale}/campaigns/${campaign.slug}`;
	return (
		<article>
			<h1>{campaign.title}</h1>
			<p className="lead">{campaign.summary}</p>
			<FirstButton locale={locale} home={home} phase={phase} petition={petition} />
			<nav aria-label={campaign.title}>
				<ul className="ways">
					<li>
						<a href={`${home}/timeline`}>{t("campaign.timeline")}</a>
					</li>
					<li>
						<a href={`${home}/memorial`}>{t("campaign.memorial")}</a>
					</li>
					<li>
						<a href={`${home}/share`}>{t("campaign.share")}</a>
					</li>
				</ul>
			</nav>
			{petition && (
				<section aria-labelledby="ask">
					<h2 id="ask">{t("campaign.ask")}</h2>
					<p>{petition.title}</p>
				</section>
			)}
			<section aria-labelledby="day">
				<h2 id="day">{t("campaign.day")}</h2>
				<p>
					{t(phase === "day" ? "campaign.day.today" : "campaign.day.date", { date: formatDay(campaign.day, locale) })}
				</p>
			</section>
			<Markdown text={linkCitations(body, sources)} />
			<section aria-labelledby="asked">
				<h2 id="asked">{t("campaign.asked")}</h2>
				<Claims t={t} claims={matter.asked} sources={sources} />
			</section>
			<section aria-labelledby="questions">
				<h2 id="questions">{t("campaign.questions")}</h2>
				<ol>
					{matter.questions.map((question) => (
						<li key={question}>{question}</li>
					))}
				</ol>
			</section>
			<SourcesList t={t} sources={sources} />
		</article>
	);
}

type FirstButtonProps = Pick<CampaignPageProps, "locale" | "phase" | "petition"> & { home: string };

/** What the phase asks for first; once the campaign is closed, reading. */
function FirstButton({ locale, home, phase, petition }: FirstButtonProps) {
	const t = translator(locale);
	if (!petition) return null;
	return (
		<>
			<p>
				{phase === "closed" ? (
					<a className="button" href={`${home}/timeline`}>
						{t("campaign.timeline")}
					</a>
				) : (
					<a className="button" href={`/${locale}/petitions/${petition.slug}`}>
						{t("campaign.sign")}
					</a>
				)}
			</p>
			<p className="count">{t("petition.count", { count: petition.count })}</p>
		</>
	);
}
