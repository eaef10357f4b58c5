import type { Locale, Translate } from "#app/i18n/translate.ts";

/** What somebody reads whose mails have been stopped, or who had none. */
export function Stopped({ t, locale }: { t: Translate; locale: Locale }) {
	return (
		<article className="narrow">
			<h1>{t("unsubscribe.done.title")}</h1>
			<p>{t("unsubscribe.done.text")}</p>
			<p>
				{t("unsubscribe.done.stays")} <a href={`/${locale}/my`}>{t("unsubscribe.done.my")}</a>
			</p>
		</article>
	);
}
