import { type Locale, translator } from "#app/i18n/translate.ts";

interface AddressPageProps {
	locale: Locale;
	/** Of this page, with the language. */
	here: string;
	organisation: string;
	/** The new address. */
	to: string;
}

/** Asks the holder of an address whether a body's mail may come there: what it means, and one button. */
export function AddressPage({ locale, here, organisation, to }: AddressPageProps) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t("my.move.title")}</h1>
			<dl className="facts">
				<dt>{t("endorse.organisation")}</dt>
				<dd>{organisation}</dd>
				<dt>{t("my.address")}</dt>
				<dd>{to}</dd>
			</dl>
			<p>{t("my.move.text")}</p>
			<form method="post" action={here}>
				<button type="submit">{t("my.move.button")}</button>
			</form>
			<p>{t("my.move.not-you")}</p>
		</article>
	);
}
