import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Withdrawable } from "./withdraw.server.ts";

interface WithdrawPageProps {
	locale: Locale;
	token: string;
	found: Withdrawable;
}

/** What withdrawing does and one button, or why there is nothing to withdraw. */
export function WithdrawPage({ locale, token, found }: WithdrawPageProps) {
	const t = translator(locale);
	if (found.state !== "signed") {
		const words = found.state === "unknown" ? "confirm.unknown" : (`withdraw.${found.state}` as const);
		return (
			<article className="narrow">
				<h1>{t(`${words}.title`)}</h1>
				<p>{t(`${words}.text`)}</p>
			</article>
		);
	}
	return (
		<article className="narrow">
			<h1>{t("withdraw.title")}</h1>
			<dl className="facts">
				<dt>{t("confirm.petition")}</dt>
				<dd>{found.petition.title}</dd>
				<dt>{t("confirm.to")}</dt>
				<dd>{found.petition.addressees.split("\n").join("; ")}</dd>
			</dl>
			<p>{t("withdraw.what")}</p>
			<form method="post" action={`/${locale}/withdraw/${token}`}>
				<button type="submit">{t("withdraw.button")}</button>
			</form>
			<p className="hint">
				{t("withdraw.updates")} <a href={`/${locale}/my`}>{t("my.ask.title")}</a>
			</p>
		</article>
	);
}
