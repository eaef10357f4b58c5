import type { Translate } from "#app/i18n/translate.ts";
import { printIban } from "#app/web/iban.ts";

interface AccountFactsProps {
	t: Translate;
	account: { mode: string | null; holder: string | null; iban: string | null; url: string | null };
}

/** An account, whole: who agrees to it compares each figure. */
export function AccountFacts({ t, account: { mode, holder, iban, url } }: AccountFactsProps) {
	return (
		<dl className="facts">
			<dt>{t("organise.fund.mode")}</dt>
			<dd>{t(mode === "stripe" || mode === "held" ? `organise.fund.mode.${mode}` : "organise.fund.mode.transfer")}</dd>
			<dt>{t("fund.account-holder")}</dt>
			<dd>{holder}</dd>
			{iban && (
				<>
					<dt>IBAN</dt>
					<dd>{printIban(iban)}</dd>
				</>
			)}
			{url && (
				<>
					<dt>{t("organise.fund.url")}</dt>
					<dd>{url}</dd>
				</>
			)}
		</dl>
	);
}
