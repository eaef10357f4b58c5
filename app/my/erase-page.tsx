import { type Locale, translator } from "#app/i18n/translate.ts";

/** What can be ended on its own, and everything. */
export const endings = ["signature", "submission", "endorsement", "rsvp", "host", "donation", "all"] as const;
export type Ending = (typeof endings)[number];

interface ErasePageProps {
	locale: Locale;
	/** Of `/my/{token}`, with the language. */
	path: string;
	/** Of this page. */
	here: string;
	ending: Ending;
	/** What it is about; empty for everything. */
	about: string;
	/** A monthly gift runs, and has to be ended first. */
	running: boolean;
}

/** What cannot be undone: what it does, one button, and the way back. */
export function ErasePage({ locale, path, here, ending, about, running }: ErasePageProps) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t(`my.erase.${ending}.title`)}</h1>
			{about && <p className="copy">{about}</p>}
			<p>{t(`my.erase.${ending}.text`)}</p>
			{running ? (
				<p className="notice">{t("my.gifts.first-end")}</p>
			) : (
				<form method="post" action={here}>
					<button type="submit">{t(`my.erase.${ending}.button`)}</button>
				</form>
			)}
			<p className="back-below">
				<a href={path}>{t("my.back")}</a>
			</p>
		</article>
	);
}

/** That everything has been erased; the link has ended with it. */
export function ErasedPage({ locale }: { locale: Locale }) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t("my.erased.title")}</h1>
			<p>{t("my.erased.text")}</p>
		</article>
	);
}
