import type { DutyHours } from "#app/campaigns/duty-hours.server.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";

/** When a person reads what is sent, as the organisers of each campaign have written it; nothing where they have not. */
export function DutyHoursList({ locale, campaigns }: { locale: Locale; campaigns: readonly DutyHours[] }) {
	const t = translator(locale);
	const written = campaigns.filter(({ hours }) => hours !== "");
	if (written.length === 0) return null;
	return (
		<dl className="facts">
			{written.map(({ slug, title, hours }) => (
				<div key={slug}>
					<dt>{written.length > 1 ? t("letter.hours.of", { campaign: title }) : t("letter.hours")}</dt>
					<dd>{hours}</dd>
				</div>
			))}
		</dl>
	);
}
