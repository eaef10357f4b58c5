import { type Locale, translator } from "#app/i18n/translate.ts";

/** Of a link that opens nothing: how to get another, the same for one that is over and one that never was. */
export function OverPage({ locale, days }: { locale: Locale; days: number }) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t("donation.over.title")}</h1>
			<p>{t("donation.over.text", { days })}</p>
			<p>
				<a className="button" href={`/${locale}/donations`}>
					{t("donation.ask")}
				</a>
			</p>
		</article>
	);
}
