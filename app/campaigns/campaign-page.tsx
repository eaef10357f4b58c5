import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Supporters } from "#app/ui/headline.tsx";
import { Markdown } from "#app/ui/markdown.tsx";
import type { Campaign, Coming, Source } from "./campaign.server.ts";
import { CampaignFront } from "./campaign-front.tsx";
import { linkCitations } from "./citations.ts";
import { ClaimList } from "./claims.tsx";
import type { CampaignMatter } from "./content/schemas.ts";
import { LatestUpdate } from "./latest-update.tsx";
import type { Phase } from "./phase.ts";
import { SourcesList } from "./sources-list.tsx";
import type { Update } from "./updates.server.ts";

export interface CampaignPageProps {
	locale: Locale;
	campaign: Campaign;
	phase: Phase;
	matter: CampaignMatter;
	body: string;
	sources: readonly Source[];
	/** Dates that have not gone by, the nearest first. */
	coming: readonly Coming[];
	update?: Update;
	petition?: Supporters & { slug: string; title: string; addressees: string; open: boolean };
	/** Whether there is a page that says who holds the fund's money. */
	fund?: boolean;
	/** How many pickets are to come. */
	pickets: number;
	/** Who answers for the site; absent in a demonstration that names nobody. */
	controller?: { name: string; address: string };
}

/** A campaign: first the people, then the demand, then what a reader can do in two minutes, and why. */
export function CampaignPage(props: CampaignPageProps) {
	const { locale, matter, body, sources } = props;
	const t = translator(locale);
	return (
		<article className="broad">
			<CampaignFront {...props} />
			<div className="pair">
				<Ask {...props} />
				<Dates {...props} />
			</div>
			<div className="story">
				<Markdown text={linkCitations(body, sources)} />
			</div>
			<div className="pair">
				<section className="part" aria-labelledby="questions">
					<h2 id="questions">{t("campaign.questions")}</h2>
					<ol className="questions">
						{matter.questions.map((question) => (
							<li key={question}>{question}</li>
						))}
					</ol>
				</section>
				<section className="part" aria-labelledby="asked">
					<h2 id="asked">{t("campaign.asked")}</h2>
					<ClaimList t={t} claims={matter.asked} sources={sources} />
				</section>
			</div>
			<div className="pair">
				<LatestUpdate {...props} />
				<WhoIsBehind {...props} />
			</div>
			<SourcesList t={t} sources={sources} />
		</article>
	);
}

function Ask({ locale, campaign, petition }: CampaignPageProps) {
	const t = translator(locale);
	if (!petition) return null;
	return (
		<section className="part" aria-labelledby="ask">
			<h2 id="ask">{t("campaign.ask")}</h2>
			<p className="demand">{petition.title}</p>
			<p className="to">{t("petition.to")}:</p>
			<ul className="addressees">
				{petition.addressees.split("\n").map((addressee) => (
					<li key={addressee}>{addressee}</li>
				))}
			</ul>
			<ul className="ways">
				<li>
					<a href={`/${locale}/petitions/${petition.slug}`}>{t("campaign.ask.whole")}</a>
				</li>
				{campaign.parts.includes("share") && (
					<li>
						<a href={`/${locale}/campaigns/${campaign.slug}/share`}>{t("campaign.share")}</a>
					</li>
				)}
				<li>
					<a href={`/${locale}/safety`}>{t("page.safety")}</a>
				</li>
			</ul>
		</section>
	);
}

function Dates({ locale, phase, campaign, coming }: CampaignPageProps) {
	const t = translator(locale);
	if (coming.length === 0) return null;
	return (
		<section className="part" aria-labelledby="dates">
			<h2 id="dates">{t("campaign.dates")}</h2>
			<dl className="dates">
				{coming.map(({ from, when, title }) => (
					<div key={`${from} ${title}`}>
						<dt>
							<time dateTime={from}>{when}</time>
							{phase === "day" && from === campaign.day && <strong>{` · ${t("campaign.dates.today")}`}</strong>}
						</dt>
						<dd>{title}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

function WhoIsBehind({ locale, campaign, controller, fund }: CampaignPageProps) {
	const t = translator(locale);
	return (
		<section className="part" aria-labelledby="who">
			<h2 id="who">{t("campaign.who")}</h2>
			<p>{`${controller?.name ?? t("site.sample.controller")}, ${controller?.address ?? t("site.sample.address")}`}</p>
			{!controller && <p className="notice">{t("campaign.who.sample")}</p>}
			<ul className="ways">
				<li>
					<a href={`/${locale}/about`}>{t("campaign.who.more")}</a>
				</li>
				{fund && (
					<li>
						<a href={`/${locale}/fund/${campaign.slug}`}>{t("fund.link")}</a>
					</li>
				)}
			</ul>
		</section>
	);
}
