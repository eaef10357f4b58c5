import { type Locale, translator } from "#app/i18n/translate.ts";

/** After a host has had a new link made: the address of this page leads nowhere any more. */
export function NewLinkPage({ locale }: { locale: Locale }) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t("check.title")}</h1>
			<p className="lead">{t("picket.host.new-link.done")}</p>
			<p>{t("check.spam")}</p>
		</article>
	);
}
