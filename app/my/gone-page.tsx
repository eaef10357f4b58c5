import { type Locale, translator } from "#app/i18n/translate.ts";

/** A link that stands for nothing, or no longer, and where a new one is to be had. */
export function GonePage({ locale }: { locale: Locale }) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t("my.gone.title")}</h1>
			<p>{t("my.gone.text")}</p>
			<p>
				<a className="button" href={`/${locale}/my`}>
					{t("my.gone.again")}
				</a>
			</p>
		</article>
	);
}
