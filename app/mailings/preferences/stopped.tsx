import type { Translate } from "#app/i18n/translate.ts";

/** What somebody reads whose mails have been stopped, or who had none. */
export function Stopped({ t }: { t: Translate }) {
	return (
		<article className="narrow">
			<h1>{t("unsubscribe.done.title")}</h1>
			<p>{t("unsubscribe.done.text")}</p>
		</article>
	);
}
