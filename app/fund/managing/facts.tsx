import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { printReference } from "../giving/reference.ts";
import { formatAmount } from "../money/format-amount.ts";

interface FactsProps {
	locale: Locale;
	/** What was set out to be given; amounts in minor units, the reference as it is stored. */
	given: {
		amount: number;
		cover: number;
		currency: string;
		reference: string;
		holder: string;
		monthly: boolean;
		organisation: string | null;
	};
}

/** What was set out to be given: what was added for the fee stands apart. */
export function Facts({ locale, given }: FactsProps) {
	const t = translator(locale);
	const money = (amount: number) => formatAmount(amount, given.currency, locale);
	return (
		<Rows
			locale={locale}
			rows={[
				...(given.organisation !== null
					? ([["gift.fact.organisation", given.organisation]] satisfies [MessageKey, string][])
					: []),
				["gift.fact.amount", money(given.amount)],
				...(given.cover > 0 ? ([["gift.fact.cover", money(given.cover)]] satisfies [MessageKey, string][]) : []),
				["gift.fact.monthly", given.monthly ? t("gift.fact.each-month") : t("my.gifts.once")],
				["gift.fact.reference", printReference(given.reference)],
				["gift.fact.holder", given.holder],
			]}
		/>
	);
}

/** Facts one below the other. */
export function Rows({ locale, rows }: { locale: Locale; rows: readonly (readonly [MessageKey, string])[] }) {
	const t = translator(locale);
	return (
		<dl className="facts">
			{rows.map(([key, value]) => (
				<div key={key}>
					<dt>{t(key)}</dt>
					<dd>{value}</dd>
				</div>
			))}
		</dl>
	);
}
