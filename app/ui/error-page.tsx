import type { Locale, MessageKey, Translate } from "#app/i18n/translate.ts";

const known = new Set([403, 404, 409, 410, 429, 503]);

/** What happened and what to do, for an answer that is not the page asked for. */
export function ErrorPage({ t, locale, status }: { t: Translate; locale: Locale; status: number }) {
	const about = known.has(status) ? status : 404;
	return (
		<article className="narrow">
			<h1>{t(`error.${about}.title` as MessageKey)}</h1>
			<p>{t(`error.${about}.text` as MessageKey)}</p>
			<p>
				<a href={`/${locale}`}>{t("error.home")}</a>
			</p>
		</article>
	);
}
