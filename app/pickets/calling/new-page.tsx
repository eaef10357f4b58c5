import { countryName } from "#app/i18n/format.ts";
import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import type { CountryRule } from "../assembly.ts";
import type { City } from "../city-table.ts";
import type { Place } from "../places.server.ts";
import type { PicketErrors, PicketValues } from "./form-fields.ts";
import { PicketForm } from "./picket-form.tsx";

interface NewPageProps {
	locale: Locale;
	/** In which pickets can be called now; `authorities` is the campaign's own advice. */
	campaigns: readonly { slug: string; title: string; authorities: string }[];
	places: readonly Place[];
	rules: readonly CountryRule[];
	/** Where nobody is called by this form. */
	closedCountries: readonly string[];
	values: PicketValues;
	errors: PicketErrors;
	cities: readonly City[];
	notice: MessageKey | undefined;
}

/** The form to call a picket, with what a host must know before; or why there is none. */
export function NewPage({ locale, campaigns, closedCountries, notice, ...form }: NewPageProps) {
	const t = translator(locale);
	const countries = new Intl.ListFormat(locale).format(closedCountries.map((code) => countryName(code, locale)));
	if (campaigns.length === 0)
		return (
			<article className="narrow">
				<h1>{t("picket.form.closed.title")}</h1>
				<p>{t("picket.form.closed.text")}</p>
			</article>
		);
	const advice = campaigns.filter(({ authorities }) => authorities.trim() !== "");
	return (
		<article className="narrow">
			<p className="back">
				<a href={`/${locale}/pickets`}>{t("pickets.all")}</a>
			</p>
			<h1>{t("picket.form.title")}</h1>
			<p className="lead">{t("picket.form.lead")}</p>
			{countries && (
				<aside className="safety" aria-labelledby="inside">
					<h2 id="inside">{t("picket.form.inside.title")}</h2>
					<p>{t("picket.form.inside.text", { countries })}</p>
				</aside>
			)}
			{advice.map(({ slug, authorities }) => (
				<p key={slug}>{authorities}</p>
			))}
			<PicketForm
				{...form}
				locale={locale}
				campaigns={campaigns}
				action={`/${locale}/pickets/new`}
				notice={notice && t(notice)}
				isNew
				button={t("picket.form.button")}
			/>
		</article>
	);
}
