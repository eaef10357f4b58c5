import { translator } from "#app/i18n/translate.ts";
import { Headline } from "#app/ui/headline.tsx";
import type { CampaignPageProps } from "./campaign-page.tsx";
import { firstWay, waysOf } from "./first-screen.ts";

type CampaignFrontProps = Pick<CampaignPageProps, "locale" | "campaign" | "phase" | "petition" | "pickets">;

/** What a phone shows before anybody scrolls: what happened in two sentences, the first thing to do, where to go on. */
export function CampaignFront({ locale, campaign, phase, petition, pickets }: CampaignFrontProps) {
	const t = translator(locale);
	const home = `/${locale}/campaigns/${campaign.slug}`;
	const has = {
		timeline: campaign.parts.includes("timeline"),
		memorial: campaign.parts.includes("memorial"),
		pickets,
	};
	const first = firstWay(
		home,
		phase,
		has,
		petition && { href: `/${locale}/petitions/${petition.slug}`, open: petition.open },
	);
	return (
		<header className="front">
			<h1>{campaign.title}</h1>
			<div className="front-columns">
				<p className="lead">{campaign.summary}</p>
				<div className="front-do">
					<div className="first">
						{first && (
							<a className="button" href={first.href}>
								{t(first.label)}
							</a>
						)}
						{petition && <Headline locale={locale} supporters={petition} />}
					</div>
					<nav aria-label={campaign.title}>
						<ul className="ways">
							{waysOf(home, has).map(({ href, label, count = 0 }) => (
								<li key={href}>
									<a href={href}>{t(label, { count })}</a>
								</li>
							))}
						</ul>
					</nav>
				</div>
			</div>
		</header>
	);
}
