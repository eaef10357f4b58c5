import type { Translate } from "#app/i18n/translate.ts";

/** Safety in three lines, where the form begins. */
export function SafetyLines({ t }: { t: Translate }) {
	return (
		<aside className="safety" aria-labelledby="safety">
			<h2 id="safety">{t("safety.title")}</h2>
			<ul>
				<li>{t("safety.one")}</li>
				<li>{t("safety.two")}</li>
				<li>{t("safety.three")}</li>
			</ul>
		</aside>
	);
}
