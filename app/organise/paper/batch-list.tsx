import { formatDay } from "#app/i18n/format.ts";
import { isLocale, type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import type { Batch } from "#app/petitions/paper/batches.server.ts";

interface BatchListProps {
	t: Translate;
	locale: Locale;
	/** The campaign's slug. */
	campaign: string;
	batches: readonly Batch[];
}

/** The sheets that were made, a batch a line, each to be printed again. */
export function BatchList({ t, locale, campaign, batches }: BatchListProps) {
	if (batches.length === 0) return null;
	return (
		<section>
			<h2>{t("organise.paper.batches")}</h2>
			<ul>
				{batches.map(({ id, petition, madeOn, ...batch }) => (
					<li key={id}>
						{petition}, {isLocale(batch.locale) && translator(batch.locale)("language.name")},{" "}
						{t("organise.paper.batch", { day: formatDay(madeOn, locale), ...batch })}{" "}
						<a href={`/organise/campaigns/${campaign}/paper/${id}`}>{t("organise.paper.print")}</a>
					</li>
				))}
			</ul>
		</section>
	);
}
