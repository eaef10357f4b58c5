import { type Locale, translator } from "#app/i18n/translate.ts";

interface LetterLinksProps {
	locale: Locale;
	/** Of the gift's own page, with the language. */
	path: string;
	/** Its money is in the books. */
	received: boolean;
}

/** The letters of a gift from a body: the one that its treasurer pays by, and thanks once that is done. */
export function LetterLinks({ locale, path, received }: LetterLinksProps) {
	const t = translator(locale);
	return (
		<ul className="ways">
			<li>
				<a href={`${path}/letter.pdf`}>{t("fund.letter.download")}</a>
			</li>
			{received && (
				<li>
					<a href={`${path}/thanks.pdf`}>{t("fund.letter.thanks.download")}</a>
				</li>
			)}
		</ul>
	);
}
