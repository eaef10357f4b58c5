import { type Locale, translator } from "#app/i18n/translate.ts";
import { printIban } from "#app/web/iban.ts";
import { formatAmount } from "../money/format-amount.ts";
import { printReference } from "./reference.ts";

interface TransferDetailsProps {
	locale: Locale;
	/** As the bank shows it. */
	holder: string;
	/** Electronic form. */
	iban: string;
	/** As it is stored. */
	reference: string;
	/** Minor units. */
	amount: number;
	currency: string;
	/** The account is a sample: nobody is to send money to it. */
	sample: boolean;
}

/** Where a bank transfer goes, and what is written with it so that it is known again. */
export function TransferDetails({ locale, holder, iban, reference, amount, currency, sample }: TransferDetailsProps) {
	const t = translator(locale);
	return (
		<section aria-labelledby="transfer">
			<h2 id="transfer">{t("fund.transfer.title")}</h2>
			{sample && <p className="notice">{t("fund.transfer.sample")}</p>}
			<p>{t("fund.transfer.how")}</p>
			<dl className="facts">
				<div>
					<dt>{t("fund.account-holder")}</dt>
					<dd>{holder}</dd>
				</div>
				<div>
					<dt>{t("gift.fact.iban")}</dt>
					<dd>{printIban(iban)}</dd>
				</div>
				<div>
					<dt>{t("fund.reference")}</dt>
					<dd>
						<strong>{printReference(reference)}</strong>
					</dd>
				</div>
				<div>
					<dt>{t("fund.amount")}</dt>
					<dd>{formatAmount(amount, currency, locale)}</dd>
				</div>
			</dl>
			<p className="hint">{t("fund.transfer.reference.hint")}</p>
		</section>
	);
}
