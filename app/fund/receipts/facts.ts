import { formatDay } from "#app/i18n/format.ts";
import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { formatAmount } from "../money/format-amount.ts";

/** A payment as its receipt says it: amounts in minor units of one currency. */
export interface ReceiptFacts {
	/** What was paid in all. */
	total: number;
	/** How much of it was added for the processor's fee; 0 where nothing was. */
	cover: number;
	currency: string;
	/** The day, `YYYY-MM-DD`. */
	day: string;
	/** Of the donation, as it is printed. */
	reference: string;
	/** Who holds the money, by their legal name. */
	holder: string;
	/** One of a row, or the only one. */
	monthly: boolean;
}

/** A receipt's rows in a language: what was added for the fee stands apart. */
export function receiptRows(facts: ReceiptFacts, locale: Locale): [MessageKey, string][] {
	const t = translator(locale);
	const money = (amount: number) => formatAmount(amount, facts.currency, locale);
	const rows: [MessageKey, string][] = [
		["gift.fact.amount", money(facts.total - facts.cover)],
		...(facts.cover > 0
			? ([
					["gift.fact.cover", money(facts.cover)],
					["gift.fact.total", money(facts.total)],
				] satisfies [MessageKey, string][])
			: []),
		["gift.fact.day", formatDay(facts.day, locale)],
		["gift.fact.reference", facts.reference],
		["gift.fact.holder", facts.holder],
	];
	return facts.monthly ? [...rows, ["gift.fact.monthly", t("gift.fact.each-month")]] : rows;
}

/** The same as lines of a mail. */
export function linesOf(rows: readonly (readonly [MessageKey, string])[], locale: Locale): string {
	const t = translator(locale);
	return rows.map(([key, value]) => `${t(key)}: ${value}`).join("\n");
}
