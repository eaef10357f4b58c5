import { countryName } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { CountryRule } from "./assembly.ts";

/** What the law asks, country by country, each with its act; and whom to ask. */
export function AssemblyRules({ t, locale, rules }: { t: Translate; locale: Locale; rules: readonly CountryRule[] }) {
	return (
		<>
			{rules.map(({ country, text, source, language, url }) => (
				<p key={country}>
					<b>{countryName(country, locale)}.</b> {text}{" "}
					<a href={url} lang={language} rel="noreferrer">
						{source}
					</a>
				</p>
			))}
			<p className="hint">{t("picket.form.authorities.hint")}</p>
		</>
	);
}
