import { type Locale, translator } from "#app/i18n/translate.ts";

/** Safety in three lines, where the form begins, and the way to the rest. */
export function SafetyLines({ locale }: { locale: Locale }) {
	const t = translator(locale);
	return (
		<aside className="safety" aria-labelledby="safety">
			<h2 id="safety">{t("safety.title")}</h2>
			<ul>
				<li>{t("safety.one")}</li>
				<li>{t("safety.two")}</li>
				<li>{t("safety.three")}</li>
			</ul>
			<ul className="ways">
				<li>
					<a href={`/${locale}/safety`}>{t("safety.more")}</a>
				</li>
			</ul>
		</aside>
	);
}
