import { type Locale, translator } from "#app/i18n/translate.ts";
import { UpdateSummary } from "./update-summary.tsx";
import type { Update } from "./updates.server.ts";

interface LatestUpdateProps {
	locale: Locale;
	campaign: { slug: string };
	update?: Update;
}

/** The latest update on the page of its campaign; nothing while there is none. */
export function LatestUpdate({ locale, campaign, update }: LatestUpdateProps) {
	const t = translator(locale);
	if (!update) return null;
	const home = `/${locale}/campaigns/${campaign.slug}`;
	return (
		<section className="part" aria-labelledby="latest-update">
			<h2 id="latest-update">{t("updates.latest")}</h2>
			<UpdateSummary locale={locale} home={home} update={update} heading="h3" />
			<ul className="ways">
				<li>
					<a href={`${home}/updates`}>{t("updates.all")}</a>
				</li>
			</ul>
		</section>
	);
}
