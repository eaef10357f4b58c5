import { translator } from "#app/i18n/translate.ts";
import type { CampaignPageProps } from "./campaign-page.tsx";
import { firstWay, waysOf } from "./first-screen.ts";

type CampaignFrontProps = Pick<CampaignPageProps, "locale" | "campaign" | "phase" | "update" | "petition">;

/** What a phone shows before anybody scrolls: what happened in two sentences, the first thing to do, where to go on. */
export function CampaignFront({ locale, campaign, phase, update, petition }: CampaignFrontProps) {
	const t = translator(locale);
	const home = `/${locale}/campaigns/${campaign.slug}`;
	const first = firstWay(
		home,
		phase,
		petition && { href: `/${locale}/petitions/${petition.slug}`, open: petition.open },
	);
	return (
		<header className="front">
			<h1>{campaign.title}</h1>
			<div className="front-columns">
				<p className="lead">{campaign.summary}</p>
				<div className="front-do">
					<div className="first">
						<a className="button" href={first.href}>
							{t(first.label)}
						</a>
						{petition && <p className="count">{t("petition.count", { count: petition.count })}</p>}
					</div>
					<nav aria-label={campaign.title}>
						<ul className="ways">
							{waysOf(home, { updates: update !== undefined }).map(({ href, label }) => (
								<li key={href}>
									<a href={href}>{t(label)}</a>
								</li>
							))}
						</ul>
					</nav>
				</div>
			</div>
		</header>
	);
}
