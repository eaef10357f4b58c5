import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { CountryRule } from "./assembly.ts";

/** What the law asks, country by country, each with its act; and whom to ask. */
export function AssemblyRules({ t, locale, rules }: { t: Translate; locale: Locale; rules: readonly CountryRule[] }) {
	const names = new Intl.DisplayNames(locale, { type: "region" });
	return (
		<>
			{rules.map(({ country, text, source, language, url }) => (
				<p key={country}>
					<b>{names.of(country)}.</b> {text}{" "}
					<a href={url} lang={language} rel="noreferrer">
						{source}
					</a>
				</p>
			))}
			<p className="hint">{t("picket.form.authorities.hint")}</p>
		</>
	);
}
