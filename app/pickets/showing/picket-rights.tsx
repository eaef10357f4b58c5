import { countryName } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { CountryRule } from "../assembly.ts";

interface PicketRightsProps {
	t: Translate;
	locale: Locale;
	/** What the country's law asks of whoever calls people to a public place, where we surely know it. */
	rule: CountryRule | undefined;
}

const sentences = [
	"picket.page.rights.1",
	"picket.page.rights.2",
	"picket.page.rights.3",
	"picket.page.rights.4",
	"picket.page.rights.5",
] as const;

/** What does no harm anywhere, as our page on safety has it, and the country's rule with its source. */
export function PicketRights({ t, locale, rule }: PicketRightsProps) {
	return (
		<section className="safety" aria-labelledby="rights">
			<h2 id="rights">{t("picket.page.rights")}</h2>
			<p>{t("picket.page.rights.notes")}</p>
			<ul>
				{sentences.map((key) => (
					<li key={key}>{t(key)}</li>
				))}
			</ul>
			{rule && (
				<p>
					<strong>{countryName(rule.country, locale)}.</strong> {rule.text}{" "}
					<a lang={rule.language} href={rule.url} rel="noreferrer noopener">
						{rule.source}
					</a>
				</p>
			)}
			<p>
				<a href={`/${locale}/safety`}>{t("safety.more")}</a>
			</p>
		</section>
	);
}
