import type { Locale, Translate } from "#app/i18n/translate.ts";
import { languageName } from "../editing/labels.ts";

interface MailShownProps {
	t: Translate;
	/** The address of the mailing. */
	here: string;
	mails: readonly { locale: Locale; subject: string; preheader: string; text: string }[];
}

/** The mail as it will arrive, in each language: HTML in a frame of its own, and the text beneath. */
export function MailShown({ t, here, mails }: MailShownProps) {
	return (
		<section aria-labelledby="mail">
			<h2 id="mail">{t("organise.mailings.mail")}</h2>
			{mails.map(({ locale, subject, preheader, text }) => (
				<article key={locale} aria-labelledby={`mail-${locale}`}>
					<h3 id={`mail-${locale}`}>{languageName(locale)}</h3>
					<dl className="facts">
						<div>
							<dt>{t("organise.mailings.subject")}</dt>
							<dd lang={locale}>{subject}</dd>
						</div>
						<div>
							<dt>{t("organise.mailings.preview")}</dt>
							<dd lang={locale}>{preheader}</dd>
						</div>
					</dl>
					<iframe
						className="mail"
						src={`${here}/shown/${locale}`}
						sandbox=""
						title={t("organise.mailings.html", { language: languageName(locale) })}
					/>
					<details>
						<summary>{t("organise.mailings.as-text")}</summary>
						<pre className="mail" lang={locale}>
							{text}
						</pre>
					</details>
				</article>
			))}
		</section>
	);
}
